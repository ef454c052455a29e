"""An order's history tells an act once."""

from datetime import UTC, datetime

from admin_ui.orders.told import told_once
from gateway.vocabulary.outcome import Text
from gateway.wiring.office_history import HistoryLine


def line(seq: int, kind: str, by: str = "a") -> HistoryLine:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    return HistoryLine(seq=seq, first=seq, at=at, kind=kind, by=by, text=Text(ja="", en=""), before_after=())


def test_the_registers_line_goes_where_the_desks_follows_it():
    lines = [
        line(9, "order.approved"),
        line(8, "office.committed"),
        line(6, "office.committed"),
        line(5, "session.cut"),
    ]
    assert [each.seq for each in told_once(lines)] == [9, 6, 5]


def test_somebody_elses_line_or_one_further_on_stays():
    lines = [
        line(9, "order.approved", by="b"),
        line(8, "office.committed"),
        line(4, "order.asked"),
        line(2, "office.committed"),
    ]
    assert told_once(lines) == lines
    assert told_once([]) == []
