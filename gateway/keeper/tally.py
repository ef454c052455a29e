"""One count of failures for everything a person proves himself with, whatever it is and wherever (R-16).

Passwords, codes, recovery codes and passkeys are judged inside `turn`, look first whether the name is locked, and tell the
count what came of it. The rules of counting stand in authentication/lockout.py.
"""

import logging
from contextlib import AbstractAsyncContextManager

from gateway.authentication import lockout
from gateway.authentication.ports import Checked, Verdict
from gateway.keeper.asking import Desk
from gateway.keeper.counts import Counts
from gateway.keeper.ports import Lockouts, StoredCredential
from gateway.vocabulary.clock import Clock

log = logging.getLogger(__name__)


class Tally:
    """Counts and locks; `credential` is None for a name that nobody has."""

    def __init__(self, lockouts: Lockouts, desk: Desk, clock: Clock) -> None:
        self._counts, self._clock = Counts(lockouts, desk), clock

    def turn(self, username: str) -> AbstractAsyncContextManager[None]:
        """Alone with this name while the block runs."""
        return self._counts.turn(username)

    async def locked(self, username: str, credential: StoredCredential | None) -> Checked | None:
        """LOCKED with the seconds that are left; None where nothing is."""
        attempts, now = await self._counts.of(username, credential), self._clock.now()
        if not lockout.is_locked(attempts, now):
            return None
        return Checked(verdict=Verdict.LOCKED, seconds=lockout.seconds_locked(attempts, now))

    async def failed(self, username: str, credential: StoredCredential | None, *, known: bool) -> Checked:
        """Count one failure: WRONG, UNKNOWN for what is not `known`, or LOCKED where it filled the count."""
        now = self._clock.now()
        attempts = lockout.after_failure(await self._counts.of(username, credential), now)
        await self._counts.put(username, credential, attempts)
        if lockout.is_locked(attempts, now):
            log.warning("an account is locked after %d failures; the journal says whose", attempts.failures)
            return Checked(verdict=Verdict.LOCKED, seconds=lockout.seconds_locked(attempts, now))
        return Checked(verdict=Verdict.WRONG if known else Verdict.UNKNOWN)

    async def forgiven(self, username: str, credential: StoredCredential) -> None:
        """A second factor was right: nothing is held against the person any more."""
        await self._counts.put(username, credential, lockout.after_success())
