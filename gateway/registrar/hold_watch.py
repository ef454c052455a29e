"""Freezes and releases by the office and of other nodes: who of here is meant hears it within a second.

What a session does itself is told at once (`Live.tell_held`); this is for everything else. One small query a look, and none while
no session runs here.
"""

import asyncio
from contextlib import suppress
from typing import Final

from gateway.registrar.lane import Lane
from gateway.registrar.live import Live
from gateway.registrar.ports import Store

LOOK_SECONDS: Final = 0.5


class HoldWatch:
    """Looks until it is cancelled."""

    def __init__(self, *, store: Store, live: Live) -> None:
        self._store, self._live = store, live
        self._lane = Lane("registrar-holds")
        self._wanted = asyncio.Event()
        self._known: frozenset[tuple[str, str]] = frozenset()

    async def run(self) -> None:
        """Look again and again."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wanted.wait(), LOOK_SECONDS)
            self._wanted.clear()
            if self._live.running():
                await self.look()

    def trigger(self) -> None:
        """The office has changed something: look now."""
        self._wanted.set()

    async def look(self) -> None:
        """Tell everybody here whose freezes are others than at the last look."""
        standing = await self._lane.run(self._standing)
        for person in sorted({person for person, _ in standing ^ self._known}):
            self._live.tell_held(person)
        self._known = standing

    def _standing(self) -> frozenset[tuple[str, str]]:
        with self._store.reading() as transaction:
            return transaction.disclosures.standing_freezes()
