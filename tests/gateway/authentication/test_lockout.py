from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authentication.lockout import (
    NO_FAILURES,
    SHIPPED,
    Attempts,
    after_failure,
    after_success,
    is_locked,
    seconds_locked,
)

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def failing(times: int, at: datetime = NOW) -> Attempts:
    attempts = NO_FAILURES
    for _ in range(times):
        attempts = after_failure(attempts, at)
    return attempts


def test_R16_the_fifth_failure_locks_and_the_fourth_does_not():
    assert not is_locked(failing(4), NOW)
    assert failing(4).failures == 4
    assert is_locked(failing(5), NOW)


def test_R16_the_lock_ends_by_itself_after_five_minutes_to_the_second():
    attempts = failing(5)
    assert seconds_locked(attempts, NOW) == 300
    assert is_locked(attempts, NOW + timedelta(seconds=299, microseconds=999_999))
    assert seconds_locked(attempts, NOW + timedelta(seconds=299, microseconds=999_999)) == 1
    assert not is_locked(attempts, NOW + timedelta(seconds=300))
    assert seconds_locked(attempts, NOW + timedelta(seconds=300)) == 0


def test_R16_failures_while_locked_are_not_counted_so_nobody_can_prolong_a_lock():
    locked = failing(5)
    assert failing(500) == locked
    assert after_failure(locked, NOW + timedelta(seconds=299)) == locked


def test_R16_each_further_failure_doubles_the_wait_up_to_an_hour():
    now, attempts, waits = NOW, failing(5), []
    for _ in range(6):
        assert attempts.locked_until is not None
        waits.append(seconds_locked(attempts, now) // 60)
        now = attempts.locked_until
        attempts = after_failure(attempts, now)
    assert waits == [5, 10, 20, 40, 60, 60]


def test_R16_a_verified_code_forgets_everything():
    assert after_success() == NO_FAILURES == Attempts(failures=0, locked_until=None)


def test_a_day_after_a_lock_counting_starts_afresh():
    locked = failing(7)
    assert locked.locked_until is not None
    a_day_later = locked.locked_until + SHIPPED.forgotten_after
    assert is_locked(after_failure(locked, a_day_later - timedelta(seconds=1)), a_day_later)
    assert after_failure(locked, a_day_later) == Attempts(failures=1)


@pytest.mark.parametrize(
    "changed",
    [
        {"failures_allowed": 0},
        {"first_wait": timedelta(0)},
        {"longest_wait": timedelta(seconds=1)},
        {"forgotten_after": timedelta(seconds=-1)},
    ],
)
def test_a_rule_that_could_never_lock_is_refused(changed):
    with pytest.raises(ValueError):
        replace(SHIPPED, **changed)


@given(failures=st.integers(0, 10**9), seconds=st.integers(0, 10**6))
def test_no_count_is_too_large_and_no_lock_longer_than_the_longest(failures, seconds):
    now = NOW + timedelta(seconds=seconds)
    after = after_failure(Attempts(failures=failures, locked_until=NOW), now)
    assert after.failures in (failures + 1, 1)
    assert seconds_locked(after, now) <= SHIPPED.longest_wait.total_seconds()
    assert is_locked(after, now) == (after.failures >= SHIPPED.failures_allowed)


def test_R16_a_day_of_tireless_guessing_gets_thirty_one_answers_judged_and_the_next_day_twenty_four():
    judged, now, attempts = {0: 0, 1: 0}, NOW, NO_FAILURES
    while (day := (now - NOW).days) < 2:
        judged[day] += 1
        attempts = after_failure(attempts, now)
        now = max(now, attempts.locked_until or now)
    assert judged == {0: 31, 1: 24}
