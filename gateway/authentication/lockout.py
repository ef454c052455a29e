"""Lock-out after repeated wrong passwords or codes, with back-off (R-16). Pure: counts and moments in, counts and moments out.

The rules of counting, for whoever keeps the counts:
- one wrong password or one wrong code is one failure; the one that fills the count already answers "locked";
- an attempt while locked is not judged and not counted, so nobody can prolong another person's lock;
- a code that was right but already used is no failure;
- only a verified *code* forgets failures. A right password alone does not, or its knower could guess codes for ever;
- over SSH, failures before a registered terminal is proved never reach this count: an outsider cannot lock anybody out there.
  The office in the browser asks for no terminal; whoever reaches it and knows a name can, slowed by its own counts of tries.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class LockoutRule:
    """When to lock and for how long. Each failure after a lock ends doubles the wait, up to `longest_wait`."""

    failures_allowed: int
    first_wait: timedelta
    longest_wait: timedelta
    forgotten_after: timedelta  # after a lock ended and nothing happened for so long, counting starts afresh

    def __post_init__(self) -> None:
        if self.failures_allowed < 1 or not timedelta(0) < self.first_wait <= self.longest_wait:
            raise ValueError("a lock-out rule needs at least one failure and a wait that grows from above zero")
        if self.forgotten_after < timedelta(0):
            raise ValueError("failures cannot be forgotten before they happen")


SHIPPED: Final = LockoutRule(
    failures_allowed=5,
    first_wait=timedelta(minutes=5),
    longest_wait=timedelta(hours=1),
    forgotten_after=timedelta(hours=24),
)
"""The shipped default: five failures, then 5, 10, 20, 40, 60, 60 ... minutes.

Someone who holds a registered terminal and a first factor gets 31 codes judged on the first day and 24 on each later one,
each right with a chance of 3 in 1,000,000 (three time steps are good): about 1 in 10,000 a day, with an alarm at each lock.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """Failures since the last verified code, and the end of the newest lock (timezone-aware UTC), past or future."""

    failures: int = 0
    locked_until: datetime | None = None


NO_FAILURES: Final = Attempts()


def is_locked(attempts: Attempts, now: datetime) -> bool:
    """True while the lock lasts; at `locked_until` itself it is over."""
    return attempts.locked_until is not None and now < attempts.locked_until


def seconds_locked(attempts: Attempts, now: datetime) -> int:
    """Whole seconds, rounded up, until the lock ends; 0 where there is none."""
    if attempts.locked_until is None or not is_locked(attempts, now):
        return 0
    return math.ceil((attempts.locked_until - now).total_seconds())


def after_failure(attempts: Attempts, now: datetime, rule: LockoutRule = SHIPPED) -> Attempts:
    """The count after one more wrong answer at `now`; unchanged while locked."""
    if is_locked(attempts, now):
        return attempts
    failures = _remembered(attempts, now, rule) + 1
    if failures < rule.failures_allowed:
        return Attempts(failures=failures)
    return Attempts(failures=failures, locked_until=now + _wait(failures - rule.failures_allowed, rule))


def after_success() -> Attempts:
    """The count after a verified code: nothing is held against the person any more."""
    return NO_FAILURES


def _remembered(attempts: Attempts, now: datetime, rule: LockoutRule) -> int:
    if attempts.locked_until is not None and now >= attempts.locked_until + rule.forgotten_after:
        return 0
    return attempts.failures


def _wait(earlier_locks: int, rule: LockoutRule) -> timedelta:
    doublings = math.ceil(math.log2(rule.longest_wait / rule.first_wait))  # beyond these the longest wait holds anyway
    factor: int = 2 ** min(earlier_locks, doublings)
    return min(rule.first_wait * factor, rule.longest_wait)
