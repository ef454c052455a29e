"""What the worker asks daily: end what is due. Looked at in snapshots, decided again in short transactions, then removed."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Final, TypeVar

import msgspec

from gateway.ipc.messages import NoParams
from gateway.ipc.server import Peer
from gateway.recording.legal_hold import LegalHold
from gateway.recording.retiring import Candidate
from gateway.registrar import retention
from gateway.registrar.ports import Transaction
from gateway.registrar.works import Works
from gateway.vocabulary.outcome import GatewayFault

T = TypeVar("T")
log = logging.getLogger(__name__)
PAGE: Final = 200
REMOVED_AT_ONCE: Final = 500


class Retained(msgspec.Struct, frozen=True, kw_only=True):
    """What one look came to: recordings retired, kept by holds, files removed and still to be removed, key pairs destroyed."""

    retired: int
    held: int
    removed: int
    unremoved: int
    keys: int


class RetentionDesk:
    """Answers the worker; one look at a time."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._one_at_a_time = asyncio.Lock()

    async def run(self, _peer: Peer, _asked: NoParams) -> Retained:
        """End what is due. Raises Refuse while the clock cannot be trusted: it would decide what goes (R-43)."""
        self._works.trust.require()
        async with self._one_at_a_time:
            retired, kept = await self._recordings()
            keys = await self._keys()
            removed, unremoved = await self._files()
        return Retained(retired=retired, held=kept, removed=removed, unremoved=unremoved, keys=keys)

    async def _recordings(self) -> tuple[int, int]:
        works, days_of, now = self._works, self._works.measures.limits.recordings.of, self._works.clock.now()
        after, retired = "", 0
        kept: dict[LegalHold, list[str]] = {}
        while page := await self._page(after):
            after = page[-1].recording
            today = await self._read(lambda transaction: retention.terms(transaction, days_of, now))
            if any(today.reason(each.clients, each.first) for each in page):
                for hold, ids in retention.held(page, today).items():
                    kept.setdefault(hold, []).extend(ids)
                done = await works.group.write(partial(retention.retired, found=page, days_of=days_of, now=now))
                retired += done.result
        told = await works.group.write(partial(retention.told, kept=kept, now=now)) if kept else None
        return retired, 0 if told is None else told.result

    async def _page(self, after: str) -> Sequence[Candidate]:
        today = self._works.clock.now().date()
        young = today - timedelta(days=self._works.measures.limits.recordings.shortest)

        def read(transaction: Transaction) -> Sequence[Candidate]:
            before = today + timedelta(days=1) if transaction.contract_ends.every() else young
            return transaction.retirements.candidates(after=after, before=before, limit=PAGE)

        return await self._read(read)

    async def _keys(self) -> int:
        works, now, after, destroyed = self._works, self._works.clock.now(), b"", 0
        limits = works.measures.limits.recordings
        until = now.date() - timedelta(days=limits.shortest)

        def read(transaction: Transaction) -> Sequence[tuple[bytes, str, tuple[str, ...]]]:
            last = now.date() if transaction.contract_ends.every() else until
            return transaction.recording_keys.living(last, after=after, limit=PAGE)

        while page := await self._read(read):
            after = page[-1][0]
            done = await works.group.write(partial(retention.keys_destroyed, found=page, days_of=limits.of, now=now))
            destroyed += done.result
        return destroyed

    async def _files(self) -> tuple[int, int]:
        works, removed = self._works, 0
        found = await self._read(lambda transaction: transaction.retirements.unremoved(REMOVED_AT_ONCE))
        for recording, path in found:
            try:
                gone = await asyncio.to_thread(works.remove_recording, recording, path)
            except (GatewayFault, OSError) as failure:
                log.error("the file of retired recording %s is still there: %s", recording, failure)  # noqa: TRY400
                continue
            if gone:
                await works.group.write(partial(retention.removed, recording=recording, now=works.clock.now()))
                removed += 1
        return removed, len(found) - removed

    async def _read(self, question: Callable[[Transaction], T]) -> T:
        works = self._works

        def asked() -> T:
            with works.store.reading() as transaction:
                return question(transaction)

        return await works.reader.run(asked)
