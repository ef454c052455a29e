"""An office process that lies to the registrar: about who speaks, about what was approved, about what was changed.

Whatever it sends, a change takes effect only as the keeper's assertion, the table of duties and the stored rows allow, and
never without an event that names who did it.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from gateway.authentication.ledger import Factor
from gateway.authentication.ports import Verdict
from gateway.ipc.messages import CallRefused
from gateway.registrar import changes
from gateway.registrar.client import OfficeClient
from gateway.registrar.office_events import JournalExported, OfficeDeclined
from gateway.vocabulary.identity import Engagement, Language, Role, Standing
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.target import LoginWay
from gateway.work_orders import events as told
from gateway.work_orders.order import Act, Approval, OrderedTarget, WorkOrder, moved, with_approval
from tests.databases import USUAL
from tests.gateway.registrar.scene import KEYS, TARGET, TERMINAL, Scene, changed, eventually, opened, whoami


@pytest.fixture
def database_kind() -> str:
    return USUAL


@pytest.fixture
def scene(database: Engine, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(database, tmp_path)
    made.seed()
    made.start()
    yield made
    made.stop()


def violates(scene: Scene, attack: Callable[[], Any]) -> str:
    """The attack is a violation, and the journal says so."""
    before = len(scene.events("registrar.violation"))
    with pytest.raises((CallRefused, GatewayFault)):
        attack()
    return str(scene.wait_for("registrar.violation", count=before + 1).what)


def refused(attack: Callable[[], Any]) -> str:
    """The attack is refused in words; the connection stays."""
    with pytest.raises(CallRefused) as caught:
        attack()
    assert caught.value.text.ja
    assert caught.value.text.en.isascii()
    return caught.value.code


def asked(scene: Scene, by: str = "sato", **different: Any) -> WorkOrder:
    order = scene.order(f"P-{by}", **different)
    scene.office(by).commit(changes.OrderAsked(order=order), [told.asked(order)])
    return order


def approving(scene: Scene, order: WorkOrder, by: str, at: datetime | None = None) -> tuple[changes.OrderMoved, Any]:
    after, _ = with_approval(order, Approval(approver_id=f"P-{by}", at=at or datetime.now(UTC)))
    return changes.OrderMoved(order=after, expected_version=order.version), told.approved(after, f"P-{by}", None)


def commit(client: OfficeClient, step: tuple[changes.OrderMoved, Any]) -> None:
    client.commit(step[0], [step[1]])


def a_person(**different: Any) -> changes.PersonAdded:
    made: dict[str, Any] = {
        "id": "P-evil", "username": "evil", "name_sealed": b"x", "kana_sealed": b"x", "number_sealed": b"x",
        "number_digest": b"evil", "employer": "E-1", "engagement": Engagement.OWN, "agency": None,
        "contract_end": datetime(2099, 1, 1, tzinfo=UTC).date(), "roles": frozenset({Role.SUPERVISOR}),
        "language": Language.JAPANESE, "password_sealed": None, "totp_sealed": None, "keys": (),
    }  # fmt: skip
    return changes.PersonAdded(**made | different)


# --- who speaks ---------------------------------------------------------------------------------------------------------


def test_nobody_in_particular_changes_nothing_once_a_person_is_registered(scene: Scene) -> None:
    office = scene.office()
    for change in (
        a_person(roles=frozenset({Role.ADMINISTRATOR})),
        changes.EmployerAdded(id="E-9", name="x", kind="x"),
        changes.ClientAdded(id="C-9", name="x"),
    ):
        assert refused(lambda change=change: office.commit(change, [])) == "bind.first"  # type: ignore[misc]
    assert "office.committed" not in scene.kinds()


@pytest.mark.parametrize("username", ["sato", "yamada", "kansa"])
def test_who_is_no_administrator_changes_no_account_terminal_or_target(scene: Scene, username: str) -> None:
    office = scene.office(username)
    for change in (
        a_person(),
        changes.PersonChanged(id="P-suzuki", expected_version=1, **changed(standing=Standing.SUSPENDED)),
        changes.KeyRevoked(fingerprint="SHA256:x"),
        changes.TerminalAdded(terminal=TERMINAL, fingerprint="x"),
        changes.TargetChanged(before=TARGET, after=replace(TARGET, standing=Standing.REVOKED)),
        changes.TargetSecretSet(target=TARGET.name, kind=LoginWay.VAULTED_PASSWORD, sealed=b"x"),
        changes.ClientAdded(id="C-9", name="x"),
    ):
        assert refused(lambda change=change: office.commit(change, [])) == "role.missing"  # type: ignore[misc]
    assert "office.committed" not in scene.kinds()


def test_a_role_that_was_taken_away_after_log_in_counts_no_more(scene: Scene) -> None:
    office = scene.office("admin")
    with scene.store.transaction() as transaction:
        assert transaction.office.change_person("P-admin", 1, **changed(roles=frozenset({Role.ENGINEER})))
    assert refused(lambda: office.commit(changes.ClientAdded(id="C-9", name="x"), [])) == "role.missing"


def test_a_role_the_keeper_did_not_assert_counts_as_little(scene: Scene) -> None:
    office = scene.office()
    office.bind(scene.assertion("x", "admin", door="office", roles=frozenset({Role.ENGINEER})))
    assert refused(lambda: office.commit(changes.ClientAdded(id="C-9", name="x"), [])) == "role.missing"


def test_an_administrator_does_not_make_himself_a_supervisor(scene: Scene) -> None:
    change = changes.PersonChanged(
        id="P-admin", expected_version=1, **changed(roles=frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR}))
    )
    assert refused(lambda: scene.office("admin").commit(change, [])) == "four-eyes"
    with scene.store.reading() as transaction:
        assert transaction.facts.roles("P-admin", datetime.now(UTC).date()) == {Role.ADMINISTRATOR}


@pytest.mark.parametrize(
    "different",
    [
        {"door": "session"},
        {"os_user": "somebody-else"},
        {"expires_at": datetime(2026, 1, 1, 0, 1, tzinfo=UTC), "issued_at": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
)
def test_an_assertion_that_is_not_for_this_door_user_and_moment(scene: Scene, different: dict[str, Any]) -> None:
    blob = scene.assertion("x", "admin", **{"door": "office", **different})
    assert "assertion" in violates(scene, lambda: scene.office().bind(blob))
    assert "office.entered" not in scene.kinds()


# --- events -------------------------------------------------------------------------------------------------------------


def test_an_approval_that_is_only_journalled(scene: Scene) -> None:
    order = asked(scene)
    _, event = approving(scene, order, "yamada")
    assert "appends" in violates(scene, lambda: scene.office("yamada").append([event]))
    assert "order.approved" not in scene.kinds()


def test_a_viewing_in_another_persons_name(scene: Scene) -> None:
    event = JournalExported(person="P-kansa", by_username="kansa", os_user=whoami(), size=1, purpose="x")
    assert "another person" in violates(scene, lambda: scene.office("yamada").append([event]))
    assert "another person" in violates(
        scene, lambda: scene.office("yamada").append([replace(event, person="P-yamada")])
    )
    scene.office("kansa").append([event])


def test_an_event_in_another_operating_system_users_name(scene: Scene) -> None:
    event = OfficeDeclined(username="sato", os_user="nobody-here", factor=Factor.CODE, verdict=Verdict.WRONG)
    assert "operating-system" in violates(scene, lambda: scene.office().append([event]))
    scene.office().append([replace(event, os_user=whoami())])


# --- orders -------------------------------------------------------------------------------------------------------------


def test_R26_the_engineer_approves_his_own_order(scene: Scene) -> None:
    with scene.store.transaction() as transaction:
        both = changed(roles=frozenset({Role.ENGINEER, Role.SUPERVISOR}))
        assert transaction.office.change_person("P-sato", 1, **both)
    order = asked(scene)
    office = scene.office()
    office.bind(scene.assertion("x", "sato", door="office", roles=frozenset({Role.ENGINEER, Role.SUPERVISOR})))
    assert refused(lambda: commit(office, approving(scene, order, "sato"))) == "four-eyes"
    assert scene.stored_order(order.id) == order


def test_R26_one_supervisor_approves_twice(scene: Scene) -> None:
    order, office = asked(scene), scene.office("yamada")
    commit(office, approving(scene, order, "yamada"))
    once = scene.stored_order(order.id)
    assert refused(lambda: commit(office, approving(scene, once, "yamada"))) == "four-eyes"
    assert len(scene.stored_order(order.id).approvals) == 1


def test_R26_an_engineer_approves_another_engineers_order(scene: Scene) -> None:
    order = asked(scene)
    assert refused(lambda: commit(scene.office("suzuki"), approving(scene, order, "suzuki"))) == "role.missing"


def test_R26_an_approval_in_another_supervisors_name(scene: Scene) -> None:
    order = asked(scene)
    change, event = approving(scene, order, "kato")
    mine = replace(event, person="P-yamada")
    assert "another's name" in violates(scene, lambda: scene.office("yamada").commit(change, [mine]))
    assert "another person" in violates(scene, lambda: scene.office("yamada").commit(change, [event]))
    assert scene.stored_order(order.id) == order


def test_R26_two_approvals_in_one_step(scene: Scene) -> None:
    order = asked(scene)
    one, _ = with_approval(order, Approval(approver_id="P-kato", at=datetime.now(UTC)))
    both, _ = with_approval(one, Approval(approver_id="P-yamada", at=datetime.now(UTC)))
    change = changes.OrderMoved(order=both, expected_version=1)
    event = told.approved(both, "P-yamada", None)
    assert "one step" in violates(scene, lambda: scene.office("yamada").commit(change, [event]))
    assert scene.stored_order(order.id) == order


@pytest.mark.parametrize(
    "different",
    [
        {"targets": (OrderedTarget(name="callcenter-app", accounts=("app", "postgres")),)},
        {"ends_at": datetime(2099, 1, 1, tzinfo=UTC)},
        {"person_id": "P-suzuki"},
        {"reason": "something else"},
        {"personal_data": False},
        {"version": 9},
    ],
    ids=lambda different: next(iter(different)),
)
def test_R26_an_order_that_changes_while_it_is_approved(scene: Scene, different: dict[str, Any]) -> None:
    order = asked(scene)
    change, event = approving(scene, order, "yamada")
    changed_order = changes.OrderMoved(order=replace(change.order, **different), expected_version=1)
    assert "one step" in violates(scene, lambda: scene.office("yamada").commit(changed_order, [event]))
    assert scene.stored_order(order.id) == order


def test_an_approval_of_another_time(scene: Scene) -> None:
    order = asked(scene)
    early = approving(scene, order, "yamada", at=datetime.now(UTC) - timedelta(hours=1))
    assert "another time" in violates(scene, lambda: commit(scene.office("yamada"), early))


def test_an_order_asked_in_another_persons_name_or_already_approved(scene: Scene) -> None:
    order = scene.order("P-suzuki")
    event = replace(told.asked(order), person="P-sato")
    change = changes.OrderAsked(order=order)
    assert "another person's name" in violates(scene, lambda: scene.office("sato").commit(change, [event]))
    own = scene.order("P-sato", approvals=(Approval(approver_id="P-yamada", at=datetime.now(UTC)),))
    whole = changes.OrderAsked(order=own)
    assert "middle" in violates(scene, lambda: scene.office("sato").commit(whole, [told.asked(own)]))


def test_a_change_told_wrongly_or_not_at_all(scene: Scene) -> None:
    order = asked(scene)
    change, event = approving(scene, order, "yamada")
    for events in ([], [event, event], [replace(event, order="WO-20260101-0000000000")], [replace(event, person=None)]):
        assert violates(scene, lambda events=events: scene.office("yamada").commit(change, events))  # type: ignore[misc]
    rejected = told.ended(order, Act.REJECT, "P-yamada", "x")
    assert "do not tell" in violates(scene, lambda: scene.office("yamada").commit(change, [rejected]))
    assert scene.stored_order(order.id) == order


def test_two_supervisors_at_once_one_is_stale(scene: Scene) -> None:
    order = asked(scene)
    reject = moved(order, Act.REJECT)
    commit(scene.office("yamada"), approving(scene, order, "yamada"))
    change = changes.OrderMoved(order=reject, expected_version=order.version)
    event = told.ended(order, Act.REJECT, "P-kato", "x")
    assert refused(lambda: scene.office("kato").commit(change, [event])) == "stale"
    assert "order.rejected" not in scene.kinds()


def test_a_rejected_order_does_not_come_back(scene: Scene) -> None:
    order = asked(scene)
    rejected = moved(order, Act.REJECT)
    scene.office("kato").commit(
        changes.OrderMoved(order=rejected, expected_version=1), [told.ended(order, Act.REJECT, "P-kato", "x")]
    )
    after = replace(rejected, approvals=(Approval(approver_id="P-yamada", at=datetime.now(UTC)),), version=3)
    change = changes.OrderMoved(order=after, expected_version=2)
    event = told.ended(order, Act.REJECT, "P-yamada", "x")
    with pytest.raises((CallRefused, GatewayFault)):
        scene.office("yamada").commit(change, [event])
    assert scene.stored_order(order.id) == rejected


# --- rows ---------------------------------------------------------------------------------------------------------------


def test_a_key_under_another_keys_fingerprint(scene: Scene) -> None:
    key = changes.NewKey(fingerprint="SHA256:AAAA", blob=KEYS["t2"], comment="")
    change = changes.KeyAdded(person="P-suzuki", key=key)
    assert "fingerprint" in violates(scene, lambda: scene.office("admin").commit(change, []))


def test_R18_a_terminals_key_does_not_become_a_persons(scene: Scene) -> None:
    from gateway.crypto.digest import fingerprint

    key = changes.NewKey(fingerprint=fingerprint(KEYS["t1"]), blob=KEYS["t1"], comment="")
    assert (
        refused(lambda: scene.office("admin").commit(changes.KeyAdded(person="P-suzuki", key=key), []))
        == "office.exists"
    )


def test_a_change_of_what_somebody_else_has_changed(scene: Scene) -> None:
    office = scene.office("admin")
    office.commit(changes.TargetChanged(before=TARGET, after=replace(TARGET, port=2222)), [])
    late = changes.TargetChanged(before=TARGET, after=replace(TARGET, accounts=("root",)))
    assert refused(lambda: office.commit(late, [])) == "stale"
    person = changes.PersonChanged(id="P-suzuki", expected_version=7, **changed())
    assert refused(lambda: office.commit(person, [])) == "stale"


def test_half_of_a_change_never_stays(scene: Scene) -> None:
    """The second key is taken: neither the person nor the first key is there afterwards."""
    from gateway.crypto import openssh
    from gateway.crypto.digest import fingerprint

    fresh, taken = openssh.new_pair().public, KEYS["t1"]
    keys = tuple(changes.NewKey(fingerprint=fingerprint(blob), blob=blob, comment="") for blob in (fresh, taken))
    assert refused(lambda: scene.office("admin").commit(a_person(keys=keys), [])) == "office.exists"
    with scene.store.reading() as transaction:
        assert transaction.facts.login("evil") is None
        assert transaction.facts.key_owner(fresh) is None
    assert "office.committed" not in scene.kinds()


# --- cutting ------------------------------------------------------------------------------------------------------------


def test_R42_an_engineer_cuts_nobody_and_nobody_cuts_in_anothers_name(scene: Scene) -> None:
    session = scene.session("C-1").bound()
    opening = scene.opening()
    session.registrar.open(opening, [opened(opening)])
    assert refused(lambda: scene.office("suzuki").cut(opening.id, "x", "suzuki")) == "role.missing"
    assert refused(lambda: scene.office().cut(opening.id, "x", "yamada")) == "bind.first"
    assert "another person" in violates(scene, lambda: scene.office("yamada").cut(opening.id, "x", "kato"))
    assert refused(lambda: scene.office("yamada").cut("S-20260101-0000000000", "x", "yamada")) == "session.not-live"
    assert session.heard.news == []
    scene.office("yamada").cut(opening.id, "x", "yamada")
    eventually(lambda: "end" in session.heard.kinds())
