from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast, get_args

import pytest

from gateway.crypto.assertion import Way
from gateway.ipc.messages import CallRefused
from gateway.ipc.server import Refuse
from gateway.registrar import changes, freshness
from gateway.work_orders.order import Act, Approval, moved, with_approval
from tests.gateway.registrar.a_web_session import begun
from tests.gateway.registrar.scene import TERMINAL, Scene, changed
from tests.gateway.registrar.stand_in import bound

FRESH = timedelta(minutes=5)
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
SENSITIVE = changes.ChangeConfirmed(proposal="CH-20261122-0000000000")
CALM = changes.ChangeWithdrawn(proposal="CH-20261122-0000000000")


def judge(change: changes.Change, *, age: timedelta = timedelta(0), way: Way = Way.CODE) -> None:
    """Judge for a connection of the command line, whose factor is so old."""
    who = bound("P-admin", role="office")
    who.assertion = replace(who.assertion, proved_at=NOW - age, way=way)
    freshness.require(cast(Any, None), who, change, NOW, fresh_for=FRESH)


def test_R16_a_sensitive_change_needs_a_factor_of_the_last_minutes() -> None:
    judge(SENSITIVE, age=FRESH)
    with pytest.raises(Refuse, match=r"fresh\.needed"):
        judge(SENSITIVE, age=FRESH + timedelta(seconds=1))


def test_a_calm_change_needs_none() -> None:
    for way in Way:
        judge(CALM, age=timedelta(hours=9), way=way)


@pytest.mark.parametrize("way", [Way.RECOVERY, Way.ENROLMENT, Way.GRANT])
def test_a_recovery_code_a_link_or_a_grant_is_not_enough(way: Way) -> None:
    with pytest.raises(Refuse, match=r"fresh\.needed"):
        judge(SENSITIVE, way=way)


@pytest.mark.parametrize("way", [Way.CODE, Way.PASSKEY, Way.DEMO])
def test_a_code_and_a_passkey_are(way: Way) -> None:
    judge(SENSITIVE, way=way)


def test_every_way_is_judged() -> None:
    assert freshness.GOOD | {Way.RECOVERY, Way.ENROLMENT, Way.GRANT} == set(Way)


def test_a_change_nobody_thought_of_is_sensitive() -> None:
    class Unheard(changes.Change, frozen=True, kw_only=True):
        """A change of the future."""

    assert freshness.is_sensitive(Unheard())


def test_what_is_named_exists() -> None:
    known = {change.__name__ for change in get_args(changes.AnyChange)}
    assert known >= freshness.CALM
    assert not freshness.CALM & freshness.OWN_FACTORS


@pytest.mark.parametrize(
    "name",
    [
        "ChangeAsked", "ChangeConfirmed", "PersonAdded", "PersonChanged", "KeyAdded", "AuthorityAdded", "TerminalAdded",
        "TargetAdded", "TargetChanged", "TargetSecretSet",
    ],
)  # fmt: skip
def test_R16_the_sensitive_ones_are_not_called_calm(name: str) -> None:
    assert name not in freshness.CALM


def test_an_approval_is_sensitive_and_closing_an_order_is_not(scene: Scene) -> None:
    order = scene.order("P-sato")
    approved, _ = with_approval(order, Approval(approver_id="P-yamada", at=NOW))
    assert freshness.is_sensitive(changes.OrderMoved(order=approved, expected_version=1))
    for act in (Act.WITHDRAW, Act.RETURN, Act.REJECT, Act.LAPSE):
        assert not freshness.is_sensitive(changes.OrderMoved(order=moved(order, act), expected_version=1))


def test_suspending_a_terminal_is_quick_and_bringing_it_back_is_not() -> None:
    from gateway.vocabulary.identity import Standing

    suspended = replace(TERMINAL, standing=Standing.SUSPENDED)
    assert not freshness.is_sensitive(changes.TerminalChanged(before=TERMINAL, after=suspended))
    assert freshness.is_sensitive(changes.TerminalChanged(before=suspended, after=TERMINAL))


def test_R16_the_registrar_refuses_and_writes_nothing(scene: Scene) -> None:
    scene.start()
    old = datetime.now(UTC) - timedelta(minutes=6)
    office, _ = begun(scene, proved_at=old)
    change = changes.PersonChanged(id="P-sato", expected_version=1, **changed())
    with pytest.raises(CallRefused, match=r"fresh\.needed"):
        office.commit(change, [])
    assert scene.events("office.committed") == []
    office.commit(changes.ClientAdded(id="C-42", name="A Sha"), [])


def test_whoever_lacks_the_role_is_told_that_and_not_asked_for_a_factor(scene: Scene) -> None:
    scene.start()
    office, _ = begun(scene, "sato", proved_at=datetime.now(UTC) - timedelta(minutes=6))
    with pytest.raises(CallRefused, match=r"role\.missing"):
        office.commit(changes.PersonChanged(id="P-suzuki", expected_version=1, **changed()), [])
