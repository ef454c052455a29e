"""What other nodes wrote, heard here within a second: the journal's new entries of theirs are the news.

Every change stands in the journal in its own transaction, so nothing that takes effect elsewhere is missed, and no node
depends on another one's being reachable. What sessions write about themselves is passed over; everything else, kinds this
program does not know included, lets this node look again at the right of what runs here. Freezes have a watch of their own.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Final

from gateway.audit.entry import Entry, EntryMalformed
from gateway.audit.event import KINDS, EventRefused
from gateway.ipc.messages import CallRefused
from gateway.registrar import texts
from gateway.registrar.checkpoints import Notary
from gateway.registrar.ending import Ending
from gateway.registrar.events import SessionCut
from gateway.registrar.lane import Lane
from gateway.registrar.limits import Limits
from gateway.registrar.live import Live
from gateway.registrar.node_life import NodeLife
from gateway.registrar.oversight import Oversight
from gateway.registrar.ports import Store
from gateway.vocabulary.outcome import Fault

log = logging.getLogger(__name__)
_OF_SESSIONS: Final = (
    "access.", "alarm.", "channel.", "command.", "config.", "connection.", "disclosure.shown", "grant.", "guard.", "journal.",
    "key.used", "login.", "menu.", "notice.", "recording.", "registrar.", "session.", "shell.", "statement.", "upload.",
    "witness.",
)  # fmt: skip
LOOKS_AGAIN: Final = 10
"""How often a cut is tried again whose session this node does not know yet: it was opened a moment ago."""


def passed_over() -> frozenset[str]:
    """Kinds that change nobody's right."""
    return frozenset(kind for kind in KINDS if kind.startswith(_OF_SESSIONS)) - {SessionCut.kind}


class NodeNews:
    """Listens until it is cancelled."""

    def __init__(
        self,
        *,
        node: str,
        store: Store,
        live: Live,
        ending: Ending,
        oversight: Oversight,
        notary: Notary,
        nodes: NodeLife,
        limits: Limits,
        forget_grants: Callable[[str], object],
    ) -> None:
        self._node, self._store, self._live, self._limits = node, store, live, limits
        self._ending, self._oversight, self._notary = ending, oversight, notary
        self._nodes, self._forget_grants = nodes, forget_grants
        self._lane, self._keeper = Lane("registrar-news"), Lane("registrar-forgetting")
        self._seq, self._tiled, self._but = -1, 0, passed_over()
        self._cuts: dict[str, tuple[SessionCut, int]] = {}

    async def begin(self) -> None:
        """What stands in the journal now is no news: nothing runs here yet."""
        self._seq = await self._lane.run(self._head)

    async def run(self) -> None:
        """Listen while another node runs, and once more when none does: what was not heard meanwhile is heard then."""
        listened = True
        while True:
            await asyncio.sleep(self._limits.node_news_seconds)
            listens = self._nodes.accompanied
            if listens or listened:
                await self.look()
            listened = listens

    async def look(self) -> None:
        """Hear what is new."""
        entries, signed = await self._lane.run(self._news)
        if signed > max(self._tiled, self._notary.signed_size):
            self._notary.another_signed()
            self._tiled = signed
        for entry in entries:
            if entry.kind == SessionCut.kind:
                await self._hear_cut(entry)
        if entries:
            self._oversight.trigger()
        self._cut()

    async def _hear_cut(self, entry: Entry) -> None:
        try:
            event = entry.event()
        except (EntryMalformed, EventRefused):
            log.error("entry %d of the journal cannot be read; run: sekisho audit verify", entry.seq)  # noqa: TRY400
            return
        if isinstance(event, SessionCut) and event.session is not None and event.person is not None:
            await self._forget(event.person)
            self._cuts[event.session] = (event, LOOKS_AGAIN)

    async def _forget(self, person: str) -> None:
        """First, so that nobody comes back by a grant of this node's keeper; one that is away keeps no cut waiting."""
        try:
            await asyncio.wait_for(
                self._keeper.run(lambda: self._forget_grants(person)), self._limits.forget_grants_seconds
            )
        except (Fault, CallRefused, OSError, TimeoutError) as fault:
            log.warning("the keeper has not forgotten the grants of %s: %s", person, fault)

    def _cut(self) -> None:
        for session, (event, looks) in list(self._cuts.items()):
            found = self._live.found(session)
            if found is not None and not self._ending.knows(session):
                self._ending.end_one(*found, "cut", texts.ending_cut(event.by_username))
            if found is not None or looks == 0:
                del self._cuts[session]
            else:
                self._cuts[session] = (event, looks - 1)

    def _head(self) -> int:
        with self._store.reading() as transaction:
            head = transaction.journal.head()
        return -1 if head is None else head.seq

    def _news(self) -> tuple[Sequence[Entry], int]:
        """Entries to hear, and how far the last checkpoint reaches."""
        with self._store.reading() as transaction:
            head, signed = transaction.journal.head(), transaction.journal.last_checkpoint()
            found = transaction.past.of_others(self._node, beyond=self._seq, but=self._but)
        if head is not None:
            self._seq = head.seq
        return found, 0 if signed is None else signed.size
