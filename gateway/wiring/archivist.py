"""The archivist's process: recordings into the store as they are written, and every one verified once a day.

It reads recordings, which are sealed, holds the store's credentials and no key that opens anything; it may append what it did.
"""

import os
import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, time
from functools import partial
from typing import Final

from sqlalchemy import Engine

import gateway.wiring.events  # noqa: F401  # every kind of event must be known before one is written
from gateway.audit.entry import read_body
from gateway.audit.event import Event
from gateway.audit.ports import JournalSource
from gateway.ipc.client import LastingCaller
from gateway.ipc.messages import CallRefused
from gateway.keeper import public_keys
from gateway.listener.confine import leave_no_dump
from gateway.metrics.figures import ShelfStands
from gateway.recording.store.events import RecordingsCounted
from gateway.recording.store.keeping import Keeping
from gateway.recording.store.shipping import Shipper, Wishes
from gateway.registrar.client import wired
from gateway.registrar.params import Append
from gateway.settings.schema import Settings
from gateway.storage.engine import reading
from gateway.storage.journal_source import DatabaseJournal
from gateway.storage.queries.journal import JournalFilter, entries
from gateway.vocabulary.clock import Clock, SystemClock
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring.beside import Beside
from gateway.wiring.database import Use, open_database
from gateway.wiring.places import Places, places
from gateway.wiring.recording_store import Locks, library, reading_store, shipping_store
from gateway.worker.recordings import Known, RecordingsWatch

NICE: Final = 5  # behind everybody who serves people
TELL_SECONDS: Final = 3.0
END_SECONDS: Final = 3.0  # what is under way is done again at the next start
DAILY_AT: Final = "03:00"
DAY_SECONDS: Final = 86_400.0
_UNSHELVED: Final = b'"kind":"recording.unshelved"'
_MARKS: Final = (b'"kind":"session.opened"', b'"kind":"recording.closed"', b'"kind":"recording.retired"', _UNSHELVED)


def run(settings: Settings) -> int:
    """Serve until SIGTERM; the exit status."""
    leave_no_dump()  # the store's credentials are in its memory
    with suppress(PermissionError):  # under a unit that forbids it, the unit says how nice it is
        os.nice(NICE)
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    at, clock = places(settings), SystemClock()
    engine = open_database(settings, "archivist", Use.READS)
    beside = [_watching(settings, at, engine, clock, over)]
    if settings.recordings.store == "s3":
        beside += _shipping(settings, at, clock, over)
    over.wait()
    for each in beside:
        each.end(END_SECONDS)
    engine.dispose()
    return 1 if any(each.broke for each in beside) else 0


def _shipping(settings: Settings, at: Places, clock: Clock, over: threading.Event) -> list[Beside]:
    line, telling = (_Registrar(at) for _ in range(2))
    store, said = shipping_store(settings), settings.recordings
    wishes = Wishes(
        lock=Locks(said, store).of,
        part_seconds=said.part_seconds,
        local_seconds=None if said.local_days is None else said.local_days * DAY_SECONDS,
    )
    keeping = Keeping(
        Shipper(at.recordings, store, wishes, clock=clock, tell=line.append), clock=clock, tell=line.append
    )
    told = partial(_tell, telling, keeping, clock)
    return [
        Beside("shipping", keeping.run, over, [line.caller]),
        Beside("shelf", told, over, [telling.caller]),
    ]


def _tell(registrar: "_Registrar", keeping: Keeping, clock: Clock, wait: Callable[[float], bool]) -> None:
    """Say how it stands, on a thread of its own: a store that hangs hides nothing."""
    while not wait(TELL_SECONDS):
        with suppress(GatewayFault, CallRefused):  # a registrar that is away hears of it later
            registrar.stands(stands(keeping, clock))


def stands(keeping: Keeping, clock: Clock) -> ShelfStands:
    """Of this moment."""
    found = keeping.standing
    waited = 0.0 if found.oldest is None else max(0.0, (clock.now() - found.oldest).total_seconds())
    return ShelfStands(
        waiting=found.waiting, waiting_bytes=found.waiting_bytes, oldest_seconds=waited, shipped=found.shipped,
        shipped_bytes=found.shipped_bytes, refused=found.refused, lost=keeping.lost,
    )  # fmt: skip


def _watching(settings: Settings, at: Places, engine: Engine, clock: Clock, over: threading.Event) -> Beside:
    line = _Registrar(at)
    watch = RecordingsWatch(
        node=settings.node.name,
        clock=clock,
        registrar=line,
        library=library(settings, public_keys.read(at.public_keys).recording_vkey),
        store=reading_store(settings) and shipping_store(settings),
        daily_at=time.fromisoformat(settings.recordings.verify_at or DAILY_AT),
        known=partial(known_of, DatabaseJournal(engine)),
        counted_on=partial(_counted_on, engine, settings.node.name),
    )
    return Beside("recordings", watch.run, over, [line.caller])


def known_of(journal: JournalSource) -> Known:
    """What the journal says of recordings, read from the stored bytes alone: no column of it is believed."""
    known = Known()
    for entry in journal.read(0, None):
        if any(mark in entry.body for mark in _MARKS):
            with suppress(ValueError):  # a malformed one: `audit verify` names it
                _hear(known, entry.body)
    return known


def _hear(known: Known, body: bytes) -> None:
    read = read_body(body)
    recording = str(read.data.get("recording", ""))
    match read.kind:
        case "session.opened":
            known.begun[recording] = str(read.data.get("session", ""))
        case "recording.closed":
            known.closed[recording] = bytes.fromhex(str(read.data.get("final_hash", "")))
        case "recording.retired":
            known.retired.add(recording)
        case "recording.unshelved" if read.data.get("until"):
            known.held[recording] = datetime.fromisoformat(str(read.data["until"]))


def _counted_on(engine: Engine, node: str, day: str) -> bool:
    with reading(engine) as connection:
        found = entries(connection, JournalFilter(kind=RecordingsCounted.kind, limit=64))
    for entry in found:
        event = entry.event()
        if isinstance(event, RecordingsCounted) and (event.day, event.node) == (day, node):
            return True
    return False


class _Registrar:
    """Fills `worker.ports.Registrar` as far as it is used here, over the archivist's own door."""

    def __init__(self, at: Places) -> None:
        self.caller = LastingCaller(at.door("registrar", "archivist"))

    def append(self, events: Sequence[Event]) -> None:
        """Durable when it returns."""
        self.caller.call("journal.append", Append(events=wired(events)), int)

    def stands(self, told: ShelfStands) -> None:
        """For the figures."""
        self.caller.call("shelf.stands", told, None.__class__)
