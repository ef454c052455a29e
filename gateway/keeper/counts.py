"""Who failed how often: people's counts in the database, names that nobody has in a bounded memory, by one rule.

So "locked" does not tell who exists. Judgements of one name happen one after another, or a hundred guesses at once would
all be judged before the first was counted.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from gateway.authentication import lockout
from gateway.authentication.lockout import Attempts
from gateway.keeper.asking import Desk
from gateway.keeper.ports import Lockouts, StoredCredential

STRANGERS_MAX: Final = 1024


class Counts:
    """Failures by person, or by name where there is no person."""

    def __init__(self, lockouts: Lockouts, desk: Desk) -> None:
        self._lockouts = lockouts
        self._desk = desk
        self._strangers: OrderedDict[str, Attempts] = OrderedDict()
        self._turns: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def turn(self, username: str) -> AsyncIterator[None]:
        """Alone with this name while the block runs."""
        lock, waiting = self._turns.get(username, (asyncio.Lock(), 0))
        self._turns[username] = (lock, waiting + 1)
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._turns.pop(username)
            if waiting > 1:
                self._turns[username] = (lock, waiting - 1)

    async def of(self, username: str, credential: StoredCredential | None) -> Attempts:
        """The count that holds against this name now."""
        if credential is None:
            return self._strangers.get(username, lockout.NO_FAILURES)
        return await self._desk.ask(self._lockouts.get, credential.person)

    async def put(self, username: str, credential: StoredCredential | None, attempts: Attempts) -> None:
        """Keep a new count; on return it is durable for a person."""
        if credential is not None:
            await self._desk.ask(self._lockouts.put, credential.person, attempts)
            return
        self._strangers[username] = attempts
        self._strangers.move_to_end(username)
        if len(self._strangers) > STRANGERS_MAX:
            self._strangers.popitem(last=False)
