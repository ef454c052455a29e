"""Whose orders may be seen, and drafts."""

from datetime import UTC, datetime

import pytest

from gateway.ipc.messages import CallRefused
from gateway.wiring import office_orders
from gateway.wiring.office_reading import OrderFilter
from gateway.work_orders.order import Mode, OrderedTarget
from tests.gateway.cli.town import Town, an_order
from tests.gateway.wiring.office_town import office_of


def test_R22_an_engineer_sees_his_own_and_supervisors_and_auditors_all(town: Town) -> None:
    order = an_order(town)
    for name in ("sato", "yamada", "mori"):
        with office_of(town, name) as office:
            lines, total = office_orders.list_orders(office, OrderFilter(limit=1))
            assert (len(lines), total >= 1) == (1, True)
            assert office_orders.find_order(office, order) is not None
            assert office_orders.find_order(office, "WO-20200101-0000000000") is None
            assert office_orders.sees_all(office) is (name != "sato")
    with office_of(town, "ito") as office, pytest.raises(CallRefused, match=r"role\.missing"):
        office_orders.find_order(office, order)


def test_R96_a_draft_from_a_template_lacks_only_the_reason(town: Town) -> None:
    with office_of(town, "sato") as office:
        draft = office_orders.draft(office, "fault-data")
        assert draft.targets == ("callcenter-app/app",)
        assert (draft.clients, draft.subjects, draft.mode) == (("C01",), 20, Mode.SHELL)
        assert draft.starts_at > office.clock.now()
        assert (draft.ends_at - draft.starts_at).total_seconds() == 2 * 3600
        assert office_orders.draft(office).targets == ()
        with pytest.raises(CallRefused, match=r"order\.template"):
            office_orders.draft(office, "no-such")
        assert {each.id for each in office_orders.offered(office)} == set(office.policy.templates)


def test_the_next_full_hour_in_japan() -> None:
    at = datetime(2026, 11, 22, 14, 59, 59, tzinfo=UTC)
    assert office_orders.next_full_hour(at) == datetime(2026, 11, 22, 15, tzinfo=UTC)
    assert office_orders.next_full_hour(datetime(2026, 11, 22, 15, tzinfo=UTC)) == datetime(
        2026, 11, 22, 16, tzinfo=UTC
    )


def test_what_is_typed_becomes_targets_with_accounts(town: Town) -> None:
    with office_of(town, "sato") as office:
        assert office_orders.completed(office, "callcenter-app") == "callcenter-app/app"
        assert office_orders.completed(office, "nowhere") == "nowhere"
        assert office_orders.completed(office, "callcenter-app/root") == "callcenter-app/root"
        assert office_orders.open_accounts(office) == ["callcenter-app/app"]
    assert office_orders.grouped(["a/x", "b/y", "a/z", "a/x"]) == (
        OrderedTarget(name="a", accounts=("x", "z")),
        OrderedTarget(name="b", accounts=("y",)),
    )


def test_an_order_is_for_active_engineers(town: Town) -> None:
    with office_of(town, "yamada") as office:
        assert [each.username for each in office_orders.engineers(office)] == ["sato"]
