from datetime import UTC, datetime, timedelta

import pytest

from gateway.detection.rules.many_rows import RowsShown, Threshold, swept

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
RULE = Threshold(rows=600, within=timedelta(hours=1))


def shown(rows: int, minutes: float = 0, table: str = "db/customers") -> RowsShown:
    return RowsShown(at=NOW - timedelta(minutes=minutes), table=table, rows=rows)


def test_R06_a_table_read_from_end_to_end_is_a_sweep():
    assert swept([shown(100, minutes) for minutes in range(0, 60, 10)], NOW, RULE) == {"db/customers": 600}


@pytest.mark.parametrize(
    "seen",
    [
        [],
        [shown(599)],
        [shown(300), shown(300, table="db/client")],
        [shown(300), shown(300, minutes=60.01)],
        [shown(-10_000), shown(599)],
    ],
)
def test_less_is_no_sweep(seen):
    assert swept(seen, NOW, RULE) == {}


def test_the_border_and_a_clock_ahead_count():
    assert swept([shown(300, minutes=60), shown(300, minutes=-5)], NOW, RULE) == {"db/customers": 600}


def test_a_negative_count_takes_nothing_back():
    assert swept([shown(600), shown(-600)], NOW, RULE) == {"db/customers": 600}
