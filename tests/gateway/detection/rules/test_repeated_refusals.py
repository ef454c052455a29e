from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.detection.rules.repeated_refusals import Refused, Threshold, counts, is_quiet, suspicious

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINUTES = timedelta(minutes=1)
THRESHOLD = Threshold(refusals=3, within=10 * MINUTES, again=10 * MINUTES)


def ago(*minutes: float, count: int = 1) -> list[Refused]:
    return [Refused(at=NOW - each * MINUTES, count=count) for each in minutes]


@pytest.mark.parametrize(
    ("seen", "total"),
    [
        ([], None),
        (ago(0, 0), None),
        (ago(0, 5, 10), 3),
        (ago(0, 5, 10.001), None),
        (ago(0, count=3), 3),
        (ago(0, count=2), None),
        (ago(0, count=2) + ago(9), 3),
        (ago(0, count=500), 500),
        (ago(0, 0, 0, count=0), 3),
        (ago(0, 0, count=-7) + ago(0), 3),
        (ago(0, 0, -1), 3),
    ],
)
def test_R02_the_third_refusal_within_ten_minutes_is_suspicious(seen: list[Refused], total: int | None) -> None:
    assert suspicious(seen, NOW, THRESHOLD) == total


def test_reading_stops_at_enough() -> None:
    def endless():
        while True:
            yield Refused(at=NOW, count=1)

    assert suspicious(endless(), NOW, THRESHOLD) == 3


@pytest.mark.parametrize(("minutes", "quiet"), [(0, True), (9.99, True), (10, False), (11, False), (-9, True)])
def test_nobody_is_raised_twice_within_ten_minutes(minutes: float, quiet: bool) -> None:
    assert is_quiet([NOW - minutes * MINUTES], NOW, THRESHOLD) is quiet
    assert not is_quiet([], NOW, THRESHOLD)


def test_only_refusals_count_and_not_what_honest_clients_ask_by_themselves() -> None:
    assert counts("channel.refused", "tcpip-forward")
    assert not counts("channel.refused", "env")
    assert counts("access.refused", None)
    assert counts("channel.refused", ["env"]), "a tampered body counts"
    assert not counts("login.failed", None)


@given(st.lists(st.tuples(st.floats(0, 20), st.integers(-3, 5)), max_size=12))
def test_R02_it_is_the_sum_of_what_lies_in_the_span(seen: list[tuple[float, int]]) -> None:
    refused = [Refused(at=NOW - minutes * MINUTES, count=count) for minutes, count in seen]
    total = sum(max(1, each.count) for each in refused if NOW - each.at <= THRESHOLD.within)
    assert (suspicious(refused, NOW, THRESHOLD) is not None) == (total >= THRESHOLD.refusals)
