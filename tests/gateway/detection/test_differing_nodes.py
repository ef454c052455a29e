from datetime import UTC, datetime, timedelta

import pytest

from gateway.detection.rules.differing_nodes import BROUGHT_OUT_WITHIN, OFTEN, Ruled, apart, is_due

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=3)


def ruled(node: str, digit: str, since: datetime = LONG_AGO) -> Ruled:
    return Ruled(node=node, policy=digit * 64, since=since)


@pytest.mark.parametrize(
    "nodes",
    [
        [],
        [ruled("node-1", "a")],
        [ruled("node-1", "a"), ruled("node-2", "a")],
        [ruled("node-1", "a"), ruled("node-2", "b", NOW - BROUGHT_OUT_WITHIN + timedelta(seconds=1))],
    ],
)
def test_nodes_that_agree_or_are_just_being_changed_are_not_apart(nodes: list[Ruled]) -> None:
    assert apart(nodes, NOW) is None


def test_who_decides_by_what_is_said_in_one_order() -> None:
    two = [ruled("node-2", "b", NOW - BROUGHT_OUT_WITHIN), ruled("node-1", "a")]
    assert apart(two, NOW) == apart(two[::-1], NOW) == "node-1 aaaaaaaaaaaa, node-2 bbbbbbbbbbbb"


def test_the_same_is_told_once_a_day_also_over_a_clock_that_was_set_back() -> None:
    assert is_due(None, NOW)
    assert not is_due(NOW - OFTEN + timedelta(seconds=1), NOW)
    assert is_due(NOW - OFTEN, NOW)
    assert is_due(NOW + OFTEN, NOW)
