from dataclasses import replace
from datetime import date
from typing import Any, cast

import msgspec
import pytest

from gateway.audit.canonical import canonical
from gateway.crypto.server_certificate import print_of
from gateway.ipc.server import Violation
from gateway.people.account import Account
from gateway.registrar import changes
from gateway.registrar.telling import facts_of, require_told
from gateway.vocabulary.identity import Employer, Role
from gateway.vocabulary.party import Consent
from gateway.vocabulary.target import Protocol
from gateway.work_orders import events as told
from gateway.work_orders.order import Act, WorkOrder, moved
from tests.gateway.registrar.scene import TARGET, changed
from tests.gateway.registrar.test_changes import ALL, CONSENT, ORDER
from tests.gateway.relay.postgres.target.a_database import made

STOOD = Account(
    id="P-1", username="sato", version=3,
    **changed(roles=frozenset({Role.AUDITOR})),
)  # fmt: skip


class _Known:
    """Facts: one account."""

    def account(self, person: str) -> Account | None:
        return STOOD if person == "P-1" else None

    def order(self, order: str) -> WorkOrder | None:
        return ORDER if order == ORDER.id else None

    def factor_kinds(self, person: str) -> tuple[str, ...]:
        return ("totp",)

    def consent(self, consent: str) -> Consent | None:
        return CONSENT if consent == CONSENT.id else None


KNOWN = cast(Any, _Known())


def _change(kind: type[changes.Change]) -> Any:
    return next(each for each in ALL if type(each) is kind)


@pytest.mark.parametrize("change", ALL, ids=lambda change: type(change).__name__)
def test_R83_the_facts_of_a_change_can_be_journalled_and_hold_nothing_sealed_or_personal(change: Any) -> None:
    spelled = canonical(facts_of(change, KNOWN))
    for hidden in (b"sealed", b"SATO", b"number"):
        assert hidden not in spelled


def test_the_facts_say_what_took_effect() -> None:
    assert facts_of(_change(changes.PersonAdded), KNOWN)["roles"] == ["engineer"]
    assert facts_of(_change(changes.PersonChanged), KNOWN)["standing"] == "suspended"
    assert facts_of(_change(changes.TargetChanged), KNOWN)["port"] == 23
    moved = {"changed": {"standing": {"before": "asked", "after": "returned"}}}
    order = {"person": "P-1", "standing": "returned", "version": 2, "approvals": [], "seconds": [], **moved}
    assert facts_of(_change(changes.OrderMoved), KNOWN) == order


def test_R79_a_consents_facts_name_its_paper_and_its_end() -> None:
    added = facts_of(_change(changes.ConsentAdded), KNOWN)
    assert (added["client"], added["employer"], added["sha256"]) == ("C-01", "E-2", "00" * 32)
    ended = facts_of(_change(changes.ConsentEnded), KNOWN)
    assert (ended["consent"], ended["memorandum"], ended["reason"]) == (CONSENT.id, "覚書第3版", "契約終了")


def test_R22_the_facts_say_what_stood_there_before() -> None:
    assert facts_of(_change(changes.PersonChanged), KNOWN)["changed"] == {
        "standing": {"before": "active", "after": "suspended"},
        "roles": {"before": ["auditor"], "after": ["engineer"]},
    }
    assert facts_of(_change(changes.TargetChanged), KNOWN)["changed"] == {"port": {"before": 22, "after": 23}}
    assert facts_of(_change(changes.TerminalChanged), KNOWN)["changed"].keys() <= {"site"}


def test_an_orders_change_brings_exactly_its_own_event() -> None:
    asked, event = changes.OrderAsked(order=ORDER), told.asked(ORDER)
    require_told(asked, [event])
    for events in ([], [event, event], [replace(event, order="WO-2")], [replace(event, person=None)]):
        with pytest.raises(Violation):
            require_told(asked, events)


@pytest.mark.parametrize("act", [Act.RETURN, Act.REJECT, Act.WITHDRAW])
def test_each_closing_is_told_by_its_own_kind(act: Act) -> None:
    change = changes.OrderMoved(order=moved(ORDER, act), expected_version=1)
    require_told(change, [told.ended(ORDER, act, "P-1", "x")])
    other = Act.REJECT if act is not Act.REJECT else Act.RETURN
    with pytest.raises(Violation):
        require_told(change, [told.ended(ORDER, other, "P-1", "x")])


def test_a_lapse_and_any_other_change_bring_none() -> None:
    require_told(changes.OrderMoved(order=moved(ORDER, Act.LAPSE), expected_version=1), [])
    require_told(changes.ClientAdded(id="C-1", name="x"), [])
    with pytest.raises(Violation):
        require_told(changes.ClientAdded(id="C-1", name="x"), [told.asked(ORDER)])


def test_R83_what_is_personal_is_told_of_and_never_told() -> None:
    change = msgspec.structs.replace(
        _change(changes.PersonChanged), name_sealed=b"sealed", mail_sealed=None, oath_on=date(2026, 4, 1), reason="改姓"
    )
    changed = facts_of(change, KNOWN)["changed"]
    assert changed["real_name"] == {"before": "personal", "after": "personal"}
    assert changed["mail"] == {"before": "", "after": ""}
    assert changed["oath_on"] == {"before": "", "after": "2026-04-01"}
    assert changed["reason"] == {"before": "", "after": "改姓"}
    assert "trained_on" not in changed
    assert "kana" not in changed


def test_R28_another_kind_of_employer_is_told_with_both() -> None:
    before = Employer(id="E-1", name="x", kind="sub-processor")
    facts = facts_of(changes.EmployerChanged(before=before, after=replace(before, kind="processor")), KNOWN)
    assert facts["changed"] == {"kind": {"before": "sub-processor", "after": "processor"}}


def test_R16_a_databases_certificates_are_told_as_openssl_prints_them() -> None:
    first, second = made()[0], made()[0]
    before = replace(TARGET, protocol=Protocol.POSTGRESQL, host_keys=(first,))
    after = replace(before, host_keys=(first, second, b"rubbish"))
    facts = facts_of(changes.TargetChanged(before=before, after=after), KNOWN)
    told_of = facts["changed"]["server_certificates"]
    assert "host_keys" not in facts
    assert [each.split()[0] for each in told_of["after"]] == [print_of(each) for each in after.host_keys]
    assert told_of["after"][0].split()[1] == "CN=callcenter-db.example"
    assert canonical(facts)
