"""R-84, R-85, R-87: recordings end when their time is over, or their client's contract; a hold keeps them, and it is told."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from gateway.authorization.lifespans import Lifespans
from gateway.ipc.client import connect
from gateway.ipc.messages import CallRefused, NoParams
from gateway.recording.content_key import ContentKey, set_of
from gateway.registrar import changes
from gateway.registrar.retention_desk import Retained
from gateway.sessions.session import RecordingSummary, Session, State
from gateway.storage.engine import writing
from gateway.storage.rights import Process
from gateway.storage.stores.recording_keys import RecordingKeys
from gateway.vocabulary.identifiers import new_identifier, new_session_id
from gateway.vocabulary.identity import Role
from gateway.vocabulary.party import Client
from tests.databases import as_process
from tests.gateway.registrar.scene import TARGET, Scene, person

DAYS = 30


@pytest.fixture
def running(scene: Scene) -> Iterator[Scene]:
    with scene.store.transaction() as transaction:
        for code in ("C-02", "C-03"):
            assert transaction.office.clients.add(Client(id=code, name=code))
        for name, role in (("kanri", Role.ADMINISTRATOR), ("kansa2", Role.AUDITOR)):
            assert transaction.office.add_person(**person(name, frozenset({role})))
    scene.policy_limits = replace(scene.policy_limits, recordings=Lifespans(days=DAYS, clients={"C-02": 90}))
    yield scene.start()


def recorded(scene: Scene, days_ago: int, *clients: str, lasted: timedelta = timedelta(0)) -> str:
    """A recording of the past with its key pair, as a session of that day left it."""
    began = scene.clock.now() - timedelta(days=days_ago)
    name, session = new_identifier("R", began), new_session_id(began)
    with scene.store.transaction() as transaction:
        order = scene.order("P-sato", clients=clients, ends_at=scene.clock.now())
        assert transaction.office.add_order(order)
        kept = Session(
            id=session, connection="C-0", person="P-sato", username="sato", terminal="T-1", order=order.id,
            target=TARGET.name, account="app", capability="shell", node="node-1", peer_address="192.0.2.7",
            started_at=began, until=began + timedelta(hours=1), ended_at=None, end_reason=None, state=State.OPENING,
            recording=name,
        )  # fmt: skip
        assert transaction.sessions.add(kept)
        transaction.sessions.put_end(session, at=began, reason="left", state=State.ENDED)
        path = f"{began:%Y%m%d}/{name}.rec"
        assert transaction.recordings.opened(name, session=session, path=path, started_at=began)
        closing = RecordingSummary(
            recording=name, chunks=1, stored_bytes=1, final_hash=b"\7" * 32, last_at=began + lasted
        )
        assert transaction.recordings.closed(closing, how="sealed", at=began)
    _closed_with(scene, name, began, clients)
    return name


def _closed_with(scene: Scene, name: str, began: datetime, clients: Sequence[str]) -> None:
    """The pair of keys of that day and these clients, made by the keeper unless it is there."""
    with writing(as_process(scene.engine, Process.KEEPER)) as connection:
        keys: Any = RecordingKeys(connection)
        if keys.of(f"{began:%Y%m%d}", clients) is None:
            pair = ContentKey(
                name=name.encode()[-10:] + b"\0" * 6, day=f"{began:%Y%m%d}", clients=set_of(clients), public=b"p" * 32,
                sealed=b"the private half", made_at=began,
            )  # fmt: skip
            assert keys.add(pair)


def keys_of(scene: Scene, *clients: str) -> int:
    with scene.store.reading() as transaction:
        living = transaction.recording_keys.living(date(9999, 1, 1), after=b"", limit=1000)
    return sum(of == set_of(clients) for _, _, of in living)


def run(scene: Scene) -> Retained:
    worker = connect(scene.door("worker"))
    try:
        return worker.call("retention.run", NoParams(), Retained)
    finally:
        worker.close()


def as_(scene: Scene, username: str, role: Role) -> Any:
    client = scene.office()
    client.bind(scene.assertion("x", username, door="office", roles=frozenset({role})))
    return client


def hold(scene: Scene, client: str = "C-01", since: int = 40, until: int = 20) -> changes.HoldPlaced:
    day = scene.clock.now().date()
    return changes.HoldPlaced(
        id=new_identifier("H", scene.clock.now()), client=client, since=day - timedelta(days=since),
        until=day - timedelta(days=until), reason="照会", reference="PPC 2026-11",
    )  # fmt: skip


def two(scene: Scene, change: Any, first: tuple[str, Role], second: tuple[str, Role]) -> None:
    asking = changes.ChangeAsked(proposal=new_identifier("CH", scene.clock.now()), asked=change)
    as_(scene, *first).commit(asking, [])
    as_(scene, *second).commit(changes.ChangeConfirmed(proposal=asking.proposal), [])


ADMIN, KANRI = ("admin", Role.ADMINISTRATOR), ("kanri", Role.ADMINISTRATOR)
KANSA, KANSA2 = ("kansa", Role.AUDITOR), ("kansa2", Role.AUDITOR)


def test_R84_a_recording_ends_when_the_longest_of_its_clients_days_are_over(running: Scene) -> None:
    over, young = recorded(running, DAYS + 2, "C-01"), recorded(running, DAYS - 1, "C-01")
    longer, longest = recorded(running, DAYS + 2, "C-01", "C-02"), recorded(running, 92, "C-02")
    done = run(running)
    retired = running.events("recording.retired")
    assert {(each.recording, each.days, each.why) for each in retired} == {
        (over, DAYS, "time-over"),
        (longest, 90, "time-over"),
    }
    assert all(each.final_hash == b"\7" * 32 for each in retired), "what it was stays known"
    assert (done.retired, done.removed, done.unremoved, done.keys) == (2, 2, 0, 2)
    assert set(running.removed) == {over, longest}
    assert keys_of(running, "C-01") == 1
    assert keys_of(running, "C-01", "C-02") == 1
    assert not {young, longer} & set(running.removed)
    assert run(running) == Retained(retired=0, held=0, removed=0, unremoved=0, keys=0)


def test_R84_the_day_before_the_time_is_over_nothing_goes(running: Scene) -> None:
    recorded(running, DAYS, "C-01")
    assert run(running).retired == 0
    running.clock.moved = timedelta(days=1)
    assert run_when_trusted(running) == 1


def run_when_trusted(scene: Scene) -> int:
    """A clock that was moved is not trusted, and ends nothing."""
    with pytest.raises(CallRefused, match="clock"):
        for _ in range(500):
            run(scene)
    scene.stop()
    return run(scene.start()).retired


def test_R84_the_journal_hears_of_each_before_its_key_goes_and_the_key_before_the_file(running: Scene) -> None:
    recorded(running, DAYS + 2, "C-01")
    recorded(running, DAYS + 2, "C-01")
    run(running)
    told = [kind for kind in running.kinds() if kind.startswith("recording.")]
    assert told == ["recording.retired", "recording.retired", "recording.key_destroyed"]


def test_R84_a_file_that_cannot_go_yet_is_not_called_gone_and_is_tried_again(running: Scene) -> None:
    name, running.removable = recorded(running, DAYS + 2, "C-01"), False
    assert run(running).unremoved == 1
    running.removable = True
    assert (run(running).removed, running.removed) == (1, [name])
    assert len(running.events("recording.retired")) == 1


def test_R87_what_a_hold_covers_stays_with_its_key_and_the_attempt_is_told_once_a_day(running: Scene) -> None:
    kept, other = recorded(running, DAYS + 2, "C-01"), recorded(running, DAYS + 2, "C-03")
    shared, outside = recorded(running, 92, "C-01", "C-02"), recorded(running, 60, "C-01")
    as_(running, *KANSA).commit(hold(running, since=95, until=90), [])
    as_(running, *ADMIN).commit(hold(running), [])
    done = run(running)
    assert {each.recording for each in running.events("recording.retired")} == {other, outside}
    assert (done.retired, done.held) == (2, 2)
    assert keys_of(running, "C-01") == 1
    assert keys_of(running, "C-01", "C-02") == 1
    told = running.events("retention.held")
    assert {(each.recordings, each.first) for each in told} == {(1, kept), (1, shared)}
    run(running)
    assert len(running.events("retention.held")) == 2


def test_R87_a_key_stays_as_long_as_one_recording_it_closes_is_kept(running: Scene) -> None:
    """The hold begins the day after the recordings began: it keeps the one that ran on, and so their common key."""
    recorded(running, DAYS + 5, "C-01")
    recorded(running, DAYS + 5, "C-01", lasted=timedelta(days=1))
    as_(running, *KANSA).commit(hold(running, since=DAYS + 4, until=DAYS + 4), [])
    done = run(running)
    assert (done.retired, done.held, done.keys) == (1, 1, 0)
    assert keys_of(running, "C-01") == 1


def test_R87_a_hold_is_lifted_by_two_and_what_it_kept_goes_then(running: Scene) -> None:
    recorded(running, DAYS + 2, "C-01")
    placed = hold(running)
    as_(running, *KANSA).commit(placed, [])
    lifting = changes.HoldLifted(hold=placed.id, reason="closed")
    assert refused(as_(running, *KANSA), lifting) == "second.needed"
    asking = changes.ChangeAsked(proposal=new_identifier("CH", running.clock.now()), asked=lifting)
    as_(running, *KANSA).commit(asking, [])
    confirming = changes.ChangeConfirmed(proposal=asking.proposal)
    assert refused(as_(running, *KANSA), confirming) == "four-eyes"
    assert refused(as_(running, "yamada", Role.SUPERVISOR), confirming) == "role.missing"
    assert run(running).retired == 0
    as_(running, *KANSA2).commit(confirming, [])
    (told,) = running.events("hold.lifted")
    assert (told.asked_by, told.by_username) == ("kansa", "kansa2")
    assert run(running).retired == 1
    again = changes.ChangeAsked(proposal=new_identifier("CH", running.clock.now()), asked=lifting)
    assert refused(as_(running, *KANSA), again) == "stale"


@pytest.mark.parametrize("who", [("yamada", Role.SUPERVISOR), ("sato", Role.ENGINEER)])
def test_R87_nobody_else_places_a_hold(running: Scene, who: tuple[str, Role]) -> None:
    assert refused(as_(running, *who), hold(running)) == "role.missing"
    assert refused(as_(running, *KANSA), hold(running, client="C-99")) == "office.absent"


def test_R85_a_contracts_end_destroys_the_clients_own_keys_and_no_others(running: Scene) -> None:
    mine, shared = recorded(running, 2, "C-03"), recorded(running, 2, "C-01", "C-03")
    others = recorded(running, 2, "C-01")
    ending = changes.ContractEnded(client="C-03", reason="契約満了")
    assert refused(as_(running, *ADMIN), ending) == "second.needed"
    two(running, ending, ADMIN, KANRI)
    assert keys_of(running, "C-03") == 0
    (told,) = running.events("contract.ended")
    assert (told.keys, told.recordings, told.lasting, told.shared) == (1, 1, 0, 1)
    assert (told.asked_by, told.by_username) == ("admin", "kanri")
    assert run(running).retired == 1
    assert [(each.recording, each.why) for each in running.events("recording.retired")] == [(mine, "contract-over")]
    assert keys_of(running, "C-01", "C-03") == keys_of(running, "C-01") == 1
    assert not {shared, others} & set(running.removed)
    with running.store.reading() as transaction:
        assert transaction.facts.client("C-03") is not None, "a former client can still ask"
    again = changes.ChangeAsked(proposal=new_identifier("CH", running.clock.now()), asked=ending)
    assert refused(as_(running, *ADMIN), again) == "office.exists"


def test_R85_recordings_of_before_are_counted_apart(running: Scene) -> None:
    recorded(running, 2, "C-03")
    with running.store.transaction() as transaction:
        for name, _, clients in transaction.recording_keys.living(date(9999, 1, 1), after=b"", limit=9):
            assert clients == ("C-03",)
            assert transaction.recording_keys.destroy(name, running.clock.now())
    two(running, changes.ContractEnded(client="C-03", reason="over"), ADMIN, KANRI)
    (told,) = running.events("contract.ended")
    assert (told.keys, told.recordings, told.lasting) == (0, 1, 1)


def test_R85_no_contract_ends_while_it_is_worked_or_held(running: Scene) -> None:
    def asked(client: str) -> changes.ChangeAsked:
        change = changes.ContractEnded(client=client, reason="over")
        return changes.ChangeAsked(proposal=new_identifier("CH", running.clock.now()), asked=change)

    assert refused(as_(running, *ADMIN), asked("C-01")) == "client.in-use"
    as_(running, *KANSA).commit(hold(running, client="C-03"), [])
    assert refused(as_(running, *ADMIN), asked("C-03")) == "hold.stands"
    assert refused(as_(running, *KANSA), asked("C-02")) == "role.missing"


def test_R85_a_hold_placed_between_the_two_signatures_stops_it(running: Scene) -> None:
    recorded(running, 2, "C-03")
    change = changes.ContractEnded(client="C-03", reason="over")
    asking = changes.ChangeAsked(proposal=new_identifier("CH", running.clock.now()), asked=change)
    as_(running, *ADMIN).commit(asking, [])
    as_(running, *KANSA).commit(hold(running, client="C-03"), [])
    assert refused(as_(running, *KANRI), changes.ChangeConfirmed(proposal=asking.proposal)) == "hold.stands"
    assert keys_of(running, "C-03") == 1


def test_R85_no_order_is_asked_for_a_client_whose_contract_is_over(running: Scene) -> None:
    two(running, changes.ContractEnded(client="C-03", reason="over"), ADMIN, KANRI)
    order = running.order("P-sato", clients=("C-03",))
    assert refused(as_(running, "sato", Role.ENGINEER), changes.OrderAsked(order=order)) == "client.over"


def refused(client: Any, change: Any) -> str:
    with pytest.raises(CallRefused) as told:
        client.commit(change, [])
    return told.value.code
