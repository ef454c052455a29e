"""First factors, further ones, and their reset, as the registrar applies them (R-13, R-16)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from gateway.crypto.assertion import Way
from gateway.ipc.messages import CallRefused
from gateway.registrar import changes
from gateway.registrar.client import OfficeClient
from gateway.registrar.office_events import JournalExported
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.identity import Role, Standing
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.registrar.scene import Scene, changed, person

DIGEST, OTHER = b"d" * 32, b"e" * 32
CODES = tuple(bytes([number]) * 32 for number in range(10))
BOTH = frozenset({Role.ADMINISTRATOR})


@pytest.fixture
def open_scene(scene: Scene) -> Iterator[Scene]:
    with scene.store.transaction() as transaction:
        assert transaction.office.add_person(**person("kanri", BOTH))
    scene.start()
    yield scene


def as_(scene: Scene, username: str, way: Way = Way.CODE, **changed: Any) -> OfficeClient:
    client = scene.office()
    roles = BOTH if username in ("admin", "kanri") else frozenset({Role.ENGINEER})
    client.bind(scene.assertion("x", username, door="office", roles=roles, way=way, **changed))
    return client


def refused(client: OfficeClient, change: Any) -> str:
    with pytest.raises(CallRefused) as told:
        client.commit(change, [])
    return told.value.code


def issued(scene: Scene, digest: bytes = DIGEST, who: str = "sato") -> None:
    as_(scene, "admin").commit(changes.EnrolmentIssued(person=f"P-{who}", digest=digest), [])


def enrolled(who: str = "sato", digest: bytes = DIGEST) -> changes.Enrolled:
    return changes.Enrolled(
        person=f"P-{who}", digest=digest, password_sealed=b"sealed pw", totp_sealed=b"sealed totp", recovery=CODES
    )


def kinds(scene: Scene, who: str = "sato") -> tuple[str, ...]:
    with scene.store.reading() as transaction:
        return transaction.facts.factor_kinds(f"P-{who}")


def passkey(identity: bytes = b"id", who: str = "sato", name: str = "phone") -> changes.PasskeyAdded:
    return changes.PasskeyAdded(person=f"P-{who}", credential_id=identity, sealed=b"key", sign_count=0, name=name)


def test_R16_a_link_makes_first_factors_once(open_scene: Scene) -> None:
    issued(open_scene)
    as_(open_scene, "sato", Way.ENROLMENT).commit(enrolled(), [])
    assert kinds(open_scene) == ("password", "totp")
    assert refused(as_(open_scene, "sato", Way.ENROLMENT), enrolled()) == "enrol.refused"
    said = open_scene.events("office.committed")
    assert [each.change for each in said] == ["EnrolmentIssued", "Enrolled"]
    assert said[1].facts["changed"] == {"credentials": {"before": [], "after": ["password", "totp"]}}
    told = repr(open_scene.entries()).encode()
    assert b"sealed pw" not in told and DIGEST.hex().encode() not in told and b"dddddddd" not in told
    assert open_scene.events("office.entered")[-1].by == "P-admin"  # an enrolment enters no office


def test_R16_one_open_link_a_person(open_scene: Scene) -> None:
    issued(open_scene)
    issued(open_scene, OTHER)
    assert refused(as_(open_scene, "sato", Way.ENROLMENT), enrolled()) == "enrol.refused"
    as_(open_scene, "sato", Way.ENROLMENT).commit(enrolled(digest=OTHER), [])


def test_R16_a_link_lasts_a_day(scene: Scene) -> None:
    scene.limits = replace(scene.limits, drift_seconds_max=1e9)  # a day that passes is no leap
    scene.start()
    issued(scene)
    scene.clock.moved = timedelta(hours=24)
    now = datetime.now(UTC) + scene.clock.moved
    times = {"issued_at": now, "expires_at": now + timedelta(seconds=60), "proved_at": now}
    assert refused(as_(scene, "sato", Way.ENROLMENT, **times), enrolled()) == "enrol.refused"


def test_R16_R43_by_a_clock_that_leapt_no_link_is_taken(open_scene: Scene) -> None:
    issued(open_scene)
    open_scene.clock.moved = timedelta(hours=-1)
    with pytest.raises(CallRefused, match=r"clock\.untrusted"):
        as_(open_scene, "sato", Way.ENROLMENT)


def test_R16_only_for_a_person_without_factors(open_scene: Scene) -> None:
    issued(open_scene)
    as_(open_scene, "sato", Way.ENROLMENT).commit(enrolled(), [])
    again = changes.EnrolmentIssued(person="P-sato", digest=OTHER)
    assert refused(as_(open_scene, "admin"), again) == "enrol.has-factors"
    nobody = changes.EnrolmentIssued(person="P-nobody", digest=OTHER)
    assert refused(as_(open_scene, "admin"), nobody) == "office.absent"


@pytest.mark.parametrize("different", [{"standing": Standing.SUSPENDED}, {"contract_end": date(2020, 1, 1)}])
def test_R20_a_suspended_person_neither_gets_nor_uses_a_link(open_scene: Scene, different: dict[str, Any]) -> None:
    issued(open_scene)
    stopped = changes.PersonChanged(id="P-sato", expected_version=1, **changed(**different))
    as_(open_scene, "admin").commit(stopped, [])
    again = changes.EnrolmentIssued(person="P-sato", digest=OTHER)
    assert refused(as_(open_scene, "admin"), again) == "enrol.not-active"
    code = refused(as_(open_scene, "sato", Way.ENROLMENT), enrolled())
    assert code in ("enrol.refused", "role.missing") and kinds(open_scene) == ()


@pytest.mark.parametrize("username", ["sato", "yamada", "kansa", None])
def test_R22_only_administrators_issue_links(open_scene: Scene, username: str | None) -> None:
    with open_scene.store.transaction() as transaction:  # somebody can prove himself: the beginning is over
        transaction.office.put_credential("P-admin", "totp", b"x")
    change = changes.EnrolmentIssued(person="P-suzuki", digest=DIGEST)
    assert refused(open_scene.office(username), change) in ("role.missing", "bind.first")


def test_an_empty_gateway_may_issue_its_first_link(open_scene: Scene) -> None:
    change = changes.EnrolmentIssued(person="P-admin", digest=DIGEST)
    open_scene.office().commit(change, [])
    as_(open_scene, "admin", Way.ENROLMENT).commit(enrolled("admin"), [])
    assert refused(open_scene.office(), changes.EnrolmentIssued(person="P-kanri", digest=OTHER)) == "bind.first"


@pytest.mark.parametrize("way", [Way.CODE, Way.PASSKEY, Way.RECOVERY])
def test_first_factors_come_by_a_link_alone(open_scene: Scene, way: Way) -> None:
    issued(open_scene)
    assert refused(as_(open_scene, "sato", way), enrolled()) in ("ipc.refused", "fresh.needed")
    assert kinds(open_scene) == ()


def test_a_link_is_good_for_nothing_else(open_scene: Scene) -> None:
    issued(open_scene, who="admin")
    for change in (
        changes.EmployerAdded(id="E-9", name="x", kind="processor"),
        changes.PasswordChanged(person="P-admin", password_sealed=b"x"),
        passkey(who="admin"),
        changes.EnrolmentIssued(person="P-suzuki", digest=OTHER),
    ):
        assert refused(as_(open_scene, "admin", Way.ENROLMENT), change) in ("ipc.refused", "fresh.needed")
    assert kinds(open_scene, "admin") == ()
    with pytest.raises(CallRefused) as told:
        as_(open_scene, "admin", Way.ENROLMENT).cut("S-1", "x", "admin")
    assert told.value.code == "bind.first"
    exported = JournalExported(person="P-admin", by_username="admin", os_user="x", size=1, purpose="p")
    with pytest.raises((CallRefused, GatewayFault)):
        as_(open_scene, "admin", Way.ENROLMENT).append([exported])
    assert not open_scene.events("journal.exported")


@pytest.mark.parametrize(
    "change",
    [
        changes.PasswordChanged(person="P-suzuki", password_sealed=b"x"),
        changes.CodeSecretChanged(person="P-suzuki", totp_sealed=b"x"),
        changes.RecoveryCodesRenewed(person="P-suzuki", recovery=CODES),
        changes.PasskeyRemoved(person="P-suzuki", credential_id=b"id"),
        passkey(who="suzuki"),
    ],
    ids=lambda change: type(change).__name__,
)
def test_R16_nobody_sets_another_persons_factors(open_scene: Scene, change: Any) -> None:
    for who in ("sato", "admin"):
        assert refused(as_(open_scene, who), change) == "ipc.refused"
    assert kinds(open_scene, "suzuki") == ()


OWN: list[Any] = [
    changes.PasswordChanged(person="P-sato", password_sealed=b"x"),
    changes.CodeSecretChanged(person="P-sato", totp_sealed=b"x"),
    changes.RecoveryCodesRenewed(person="P-sato", recovery=CODES),
    passkey(),
]


@pytest.mark.parametrize("change", OWN, ids=lambda change: type(change).__name__)
def test_R16_own_factors_need_a_fresh_proof(open_scene: Scene, change: Any) -> None:
    old = datetime.now(UTC) - timedelta(minutes=6)
    assert refused(as_(open_scene, "sato", proved_at=old), change) == "fresh.needed"
    as_(open_scene, "sato").commit(change, [])


@pytest.mark.parametrize("change", OWN, ids=lambda change: type(change).__name__)
def test_R16_a_recovery_code_is_good_for_a_new_factor_only(open_scene: Scene, change: Any) -> None:
    client = as_(open_scene, "sato", Way.RECOVERY)
    if isinstance(change, changes.CodeSecretChanged | changes.PasskeyAdded):
        client.commit(change, [])
    else:
        assert refused(client, change) == "fresh.needed"


def test_R16_a_recovery_code_approves_and_issues_nothing(open_scene: Scene) -> None:
    client = as_(open_scene, "admin", Way.RECOVERY)
    assert refused(client, changes.EnrolmentIssued(person="P-suzuki", digest=DIGEST)) == "fresh.needed"
    asking = changes.ChangeAsked(
        proposal=new_identifier("CH", open_scene.clock.now()), asked=changes.FactorsReset(person="P-sato")
    )
    assert refused(client, asking) == "fresh.needed"


def test_a_passkey_belongs_to_one_person(open_scene: Scene) -> None:
    as_(open_scene, "sato").commit(passkey(), [])
    assert refused(as_(open_scene, "suzuki"), passkey(who="suzuki")) == "passkey.taken"
    assert refused(as_(open_scene, "suzuki"), changes.PasskeyRemoved(person="P-suzuki", credential_id=b"id")) in (
        "office.absent",
        "passkey.last",
    )
    assert "phone" not in repr([each.facts for each in open_scene.events("office.committed")])


def test_the_last_factor_stays(open_scene: Scene) -> None:
    as_(open_scene, "sato").commit(passkey(), [])
    removing = changes.PasskeyRemoved(person="P-sato", credential_id=b"id")
    assert refused(as_(open_scene, "sato"), removing) == "passkey.last"
    as_(open_scene, "sato").commit(changes.PasswordChanged(person="P-sato", password_sealed=b"x"), [])
    as_(open_scene, "sato").commit(removing, [])
    assert kinds(open_scene) == ("password",)


def test_ten_passkeys_are_enough(open_scene: Scene) -> None:
    client = as_(open_scene, "sato")
    for number in range(10):
        client.commit(passkey(bytes([number])), [])
    assert refused(client, passkey(b"eleven")) == "passkey.many"


def test_a_name_that_would_move_the_cursor_is_no_name(open_scene: Scene) -> None:
    assert refused(as_(open_scene, "sato"), passkey(name="\x1b[2J")) == "ipc.refused"


def test_R16_factors_are_reset_by_two_and_then_a_link_may_be_issued(open_scene: Scene) -> None:
    issued(open_scene)
    as_(open_scene, "sato", Way.ENROLMENT).commit(enrolled(), [])
    as_(open_scene, "sato").commit(passkey(), [])
    admin, kanri = as_(open_scene, "admin"), as_(open_scene, "kanri")
    reset = changes.FactorsReset(person="P-sato")
    assert refused(as_(open_scene, "admin"), reset) == "ipc.refused"  # nobody even has a word for doing it alone
    asking = changes.ChangeAsked(proposal=new_identifier("CH", open_scene.clock.now()), asked=reset)
    admin.commit(asking, [])
    confirming = changes.ChangeConfirmed(proposal=asking.proposal)
    assert refused(admin, confirming) == "four-eyes"
    assert refused(as_(open_scene, "admin", Way.PASSKEY), confirming) == "four-eyes"
    assert kinds(open_scene) == ("passkey", "password", "totp")
    kanri.commit(confirming, [])
    assert kinds(open_scene) == ()
    with open_scene.store.reading() as transaction:
        assert transaction.office.factors.recovery_codes.left("P-sato") == 0
    said = open_scene.events("office.committed")[-1]
    assert said.facts["changed"]["credentials"]["before"] == ["passkey", "password", "totp"]
    issued(open_scene, OTHER)


def test_R16_nobody_confirms_the_reset_of_his_own_factors(open_scene: Scene) -> None:
    asking = changes.ChangeAsked(
        proposal=new_identifier("CH", open_scene.clock.now()), asked=changes.FactorsReset(person="P-kanri")
    )
    as_(open_scene, "admin").commit(asking, [])
    assert refused(as_(open_scene, "kanri"), changes.ChangeConfirmed(proposal=asking.proposal)) == "four-eyes"
