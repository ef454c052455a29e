"""What each role sees first."""

import pytest

from gateway.ipc.messages import CallRefused
from gateway.wiring.office_alarms import alarms
from gateway.wiring.office_home import ALARMS_SINCE, COUNTED_MAX, home
from gateway.wiring.office_journal import EntryFilter, entries
from tests.gateway.cli.town import Town, a_recording, an_order
from tests.gateway.wiring.office_town import office_of


@pytest.mark.parametrize(
    ("name", "part"),
    [("sato", "engineer"), ("yamada", "supervisor"), ("ito", "administrator"), ("mori", "auditor")],
)
def test_R22_each_sees_the_part_of_his_role(town: Town, name: str, part: str) -> None:
    with office_of(town, name) as office:
        found = home(office)
    parts = {each: getattr(found, each) for each in ("engineer", "supervisor", "administrator", "auditor")}
    assert [each for each, value in parts.items() if value is not None] == [part]


def test_nobody_sees_nothing(town: Town) -> None:
    with office_of(town, None) as office, pytest.raises(CallRefused, match=r"entry\.nobody"):
        home(office)


def test_the_numbers_are_those_of_the_lists(town: Town) -> None:
    order = an_order(town)
    waiting = town.as_json("sato", "order", "request", "--template", "fault-data", "--reason", "照合")["order"]["id"]
    with office_of(town, "sato") as office:
        mine = home(office).engineer
        assert mine is not None
        assert {order, waiting} <= {line.order.id for line in mine.orders}
        assert order in [each.order for each in mine.openings]
    with office_of(town, "yamada") as office:
        boss = home(office).supervisor
        assert boss is not None
        assert boss.waiting_total >= 1
        assert waiting in [line.order.id for line in boss.waiting]
    with office_of(town, "mori") as office:
        auditor = home(office).auditor
        assert auditor is not None
        assert auditor.journal.entries > 0
        assert auditor.approvals >= 1  # approved on the command line: not measured


def test_what_ended_in_order_is_no_alarm(town: Town) -> None:
    """Most entries of a kind that can be an alarm are none: counted is what `alarm list` shows."""
    assert a_recording(town, an_order(town), b"hello").recording
    with office_of(town, "mori") as office:
        found = home(office).auditor
        assert found is not None
        assert found.alarms == len(alarms(office, since=office.clock.now() - ALARMS_SINCE, limit=COUNTED_MAX))
        assert entries(office, EntryFilter(kind="recording.closed"), 1)
