"""Signed heads of the journal: at each session's start and end, and each minute that brought something new.

Nobody waits for a signature while holding the write lock: drafting reads a snapshot and makes tiles, the keeper signs outside
any transaction, a second transaction keeps the result, the witness gets it last. While the keeper is away the unsigned tail
grows, which verification prints; every try is logged.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from gateway.audit.journal import Draft, Journal, sign_draft
from gateway.audit.note import VerifierKey
from gateway.audit.ports import CheckpointSigner, SignedCheckpoint, TileStore
from gateway.registrar.group import Done, Group
from gateway.registrar.lane import Lane
from gateway.registrar.limits import Limits
from gateway.registrar.ports import Store, Transaction
from gateway.vocabulary.outcome import Fault

log = logging.getLogger(__name__)
JournalOf = Callable[[Transaction], Journal]


class Witness(Protocol):
    """Somebody outside the operator's reach who keeps checkpoints."""

    def keep(self, signed: SignedCheckpoint) -> None:
        """Durable on return; the same one again is harmless. Raises GatewayFault or OSError."""


class Notary:
    """Makes checkpoints, one at a time."""

    def __init__(
        self,
        *,
        store: Store,
        group: Group,
        journal_of: JournalOf,
        tiles: TileStore,
        key: VerifierKey,
        signer: CheckpointSigner,
        witness: Witness,
        limits: Limits,
    ) -> None:
        self._store, self._group, self._journal_of = store, group, journal_of
        self._tiles, self._key, self._signer, self._witness = tiles, key, signer, witness
        self._limits = limits
        self._lane = Lane("registrar-notary")
        self._wanted, self._others = asyncio.Event(), asyncio.Event()
        self._one = asyncio.Lock()
        self._unwitnessed: SignedCheckpoint | None = None
        self.signed_size = 0  # of the last checkpoint made by this process

    @property
    def witness_behind(self) -> bool:
        """A checkpoint is signed that the witness has not taken yet."""
        return self._unwitnessed is not None

    def trigger(self) -> None:
        """A session began or ended: make a checkpoint soon; many at once share one."""
        self._wanted.set()

    async def run(self) -> None:
        """Make checkpoints as asked and each minute, until cancelled."""
        pause = self._limits.checkpoint_seconds
        while True:
            with suppress(TimeoutError):  # a minute has passed, or it is time to try again
                await asyncio.wait_for(self._wanted.wait(), pause)
            self._wanted.clear()
            try:
                await self.now()
                pause = self._limits.checkpoint_seconds
            except (Fault, OSError) as error:
                log.error("no checkpoint, trying again: %s", error)  # noqa: TRY400  # expected while the keeper is away
                pause = self._limits.checkpoint_retry_seconds
            await asyncio.sleep(self._limits.checkpoint_gap_seconds)

    async def now(self) -> SignedCheckpoint | None:
        """Sign everything committed so far; None where the last checkpoint covers it. Raises GatewayFault or OSError."""
        async with self._one:
            signed = await self._lane.run(self._signed)
            if signed is not None:
                await self._group.write(lambda transaction: self._keep(transaction, signed))
                self._unwitnessed = signed
                self.signed_size = signed.size
            if self._unwitnessed is not None:
                await self._lane.run(self._tell_witness)
            return signed

    def another_signed(self) -> None:
        """A checkpoint of another node stands."""
        self._others.set()

    async def follow(self) -> None:
        """Make the tiles of other nodes' checkpoints here, too, so that either node verifies and proves; until cancelled."""
        while True:
            await self._others.wait()
            self._others.clear()
            async with self._one:
                try:
                    await self._lane.run(self._tile)
                except (Fault, OSError) as error:
                    log.error("the tiles of another node's checkpoint are not made: %s", error)  # noqa: TRY400

    def _tile(self) -> None:
        with self._store.reading() as transaction:
            self._journal_of(transaction).tile()

    def _signed(self) -> SignedCheckpoint | None:
        draft = self._draft()
        return None if draft is None else sign_draft(draft, self._signer, self._key, self._tiles)

    def _draft(self) -> Draft | None:
        with self._store.reading() as transaction:
            return self._journal_of(transaction).draft()

    def _keep(self, transaction: Transaction, signed: SignedCheckpoint) -> Done[None]:
        last = transaction.journal.last_checkpoint()
        if last is None or last.size < signed.size:  # another node may have been faster
            self._journal_of(transaction).record(signed)
        return Done(result=None, events=())

    def _tell_witness(self) -> None:
        if self._unwitnessed is not None:
            self._witness.keep(self._unwitnessed)
            self._unwitnessed = None
