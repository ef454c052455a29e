from dataclasses import replace

from gateway.rotation.due import Failure, Reason, Rotation
from gateway.storage.engine import writing
from gateway.storage.office import Office
from gateway.storage.stores.rotations import Rotations
from gateway.storage.stores.sessions import Sessions
from gateway.storage.stores.targets import Targets, TargetSecrets
from tests.gateway.storage.samples import NOW, session, staffed, target

ID = target().id


def test_a_rotation_is_read_back_whole(database):
    whole = Rotation(
        target_id=ID,
        reason=Reason.LEAVER,
        prepared_at=NOW,
        tries=3,
        not_before=NOW,
        failed=Failure.REFUSED,
        done_at=NOW,
    )
    with writing(database) as connection:
        Targets(connection).add(target())
        rotations = Rotations(connection)
        assert rotations.get(ID) == Rotation(target_id=ID)
        for each in (whole, Rotation(target_id=ID)):
            rotations.put(each)
            assert rotations.get(ID) == each


def test_only_what_is_due_or_begun_and_not_given_up_is_wanted(database):
    with writing(database) as connection:
        Targets(connection).add(target())
        rotations, due = Rotations(connection), Rotation(target_id=ID, reason=Reason.USED)
        rotations.put(due)
        assert rotations.wanted() == []  # no password of it is vaulted yet
        Targets(connection).put_secret(ID, "vaulted-password", b"sealed")
        Targets(connection).put_secret(ID, "vaulted-key", b"sealed")
        for each, wanted in (
            (Rotation(target_id=ID), False),
            (due, True),
            (Rotation(target_id=ID, prepared_at=NOW), True),
            (replace(due, failed=Failure.NOT_PROVED), False),
        ):
            rotations.put(each)
            assert rotations.wanted() == ([("callcenter-app", each)] if wanted else [])


def test_R14_the_next_password_lies_beside_the_present_one_and_then_replaces_it(database):
    with writing(database) as connection:
        targets, rotations, secrets = Targets(connection), Rotations(connection), TargetSecrets(connection)
        targets.add(target())
        assert not rotations.prepare(ID, b"new")  # there is no present one
        targets.put_secret(ID, "vaulted-password", b"old")
        assert secrets.pending("callcenter-app") is None
        assert not rotations.keep(ID)
        assert rotations.prepare(ID, b"new")
        assert not rotations.prepare(ID, b"newer")
        assert (secrets.get("callcenter-app"), secrets.pending("callcenter-app")) == (b"old", b"new")
        assert rotations.keep(ID)
        assert (secrets.get("callcenter-app"), secrets.pending("callcenter-app")) == (b"new", None)
        rotations.prepare(ID, b"third")
        targets.put_secret(ID, "vaulted-password", b"entered")
        assert (secrets.get("callcenter-app"), secrets.pending("callcenter-app")) == (b"entered", None)
        assert secrets.pending("none") is None


def test_R20_which_targets_a_person_ever_worked_on(database, cipher):
    staffed(database, cipher)
    with writing(database) as connection:
        sessions = Sessions(connection)
        for id_, name in (("S-1", "callcenter-app"), ("S-2", "callcenter-app"), ("S-3", "build-host")):
            assert sessions.add(session(id_, target=name, recording=f"R-{id_}"))
        assert Rotations(connection).used_by("P-sato") == ["build-host", "callcenter-app"]
        assert Rotations(connection).used_by("P-kato") == []


def test_R16_a_lock_is_lifted_for_somebody_there_is(database, cipher):
    staffed(database, cipher)
    with writing(database) as connection:
        assert Office(connection).lift_lock("P-sato")
        assert not Office(connection).lift_lock("P-nobody")
