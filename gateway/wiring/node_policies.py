"""The watch for differing policies inside the worker's process: what each node's door said it decides by, from the journal."""

import threading
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Engine

from gateway.audit.entry import Entry, EntryMalformed
from gateway.audit.event import Event, EventRefused
from gateway.detection.rules.differing_nodes import Ruled
from gateway.listener.events import GatewayStarted, SettingsReloaded
from gateway.storage.engine import reading
from gateway.storage.queries.journal import JournalFilter, entries
from gateway.storage.stores.nodes import Nodes
from gateway.vocabulary.clock import SystemClock, moment_of
from gateway.wiring.beside import Beside
from gateway.worker.events import PoliciesDiffer
from gateway.worker.nodes import NodeWatch
from gateway.worker.ports import Registrar

LOOKED_AT_MAX: Final = (
    200  # newest starts and reloads of all nodes; a node that has run through so many others' is not told of
)
TOLD_LOOKED_AT_MAX: Final = 20
_SAID_BY = (GatewayStarted, SettingsReloaded)


class StoredRule:
    """Fills `worker.nodes.Rule` from the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def nodes(self) -> Sequence[Ruled]:
        """Of each that runs, what it said last."""
        wanted = JournalFilter(kinds=tuple(each.kind for each in _SAID_BY), limit=LOOKED_AT_MAX)
        with reading(self._engine) as connection:
            running = set(Nodes(connection).running())
            found: dict[str, Ruled] = {}
            for entry, event, at in _read(connection, wanted):
                if entry.node in running and entry.node not in found and isinstance(event, _SAID_BY):
                    found[entry.node] = Ruled(node=entry.node, policy=event.policy_digest, since=at)
        return list(found.values())

    def told_at(self, nodes: str) -> datetime | None:
        """By the entries' bytes."""
        wanted = JournalFilter(kind=PoliciesDiffer.kind, limit=TOLD_LOOKED_AT_MAX)
        with reading(self._engine) as connection:
            told = (
                at
                for _, event, at in _read(connection, wanted)
                if isinstance(event, PoliciesDiffer) and event.nodes == nodes
            )
            return next(told, None)


def _read(connection: Connection, wanted: JournalFilter) -> list[tuple[Entry, Event, datetime]]:
    """What can be read of it, newest first; what cannot is the verifier's to tell of."""
    found = []
    for entry in entries(connection, wanted):
        try:
            found.append((entry, entry.event(), moment_of(entry.at)))
        except (EntryMalformed, EventRefused, ValueError):
            continue
    return found


def watching_nodes(engine: Engine, registrar: Registrar, over: threading.Event) -> Beside:
    """The watch, running."""
    watch = NodeWatch(clock=SystemClock(), registrar=registrar, rule=StoredRule(engine))
    return Beside("nodes", watch.run, over)
