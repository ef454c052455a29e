"""The worker's process: database for reading, registrar, mail."""

import signal
import threading
from collections.abc import Sequence
from datetime import date, time

from sqlalchemy import Engine

import gateway.wiring.events  # noqa: F401  # every kind of event must be known before one is written
from gateway.audit.event import Event
from gateway.audit.ports import SignedCheckpoint
from gateway.ipc.client import LastingCaller
from gateway.ipc.messages import NoParams
from gateway.listener.confine import leave_no_dump
from gateway.registrar.answers import Checkpointed
from gateway.registrar.client import wired
from gateway.registrar.params import Append
from gateway.settings.schema import Settings
from gateway.storage.engine import reading
from gateway.storage.queries.journal import last_of_kind
from gateway.storage.stores.journal import Journal as JournalStore
from gateway.vocabulary.clock import SystemClock
from gateway.wiring.alarms import JournalTail, Watching
from gateway.wiring.database import Use, open_database
from gateway.wiring.notices import Noticing
from gateway.wiring.places import places
from gateway.wiring.rotations import Rotating
from gateway.worker.alarms import AlarmWatch
from gateway.worker.events import WitnessMailed
from gateway.worker.post import MailServer
from gateway.worker.service import Worker

ROTATIONS_END_SECONDS = 3.0  # one that is cut off is gone on with at the next start
ALARMS_END_SECONDS = 3.0  # a letter that is being handed in at the end may still be journalled


def run(settings: Settings) -> int:
    """Serve until SIGTERM; the exit status."""
    leave_no_dump()  # passwords pass through while they are changed
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    engine = open_database(settings, "worker", Use.READS)
    registrar = _Registrar(LastingCaller(places(settings).door("registrar", "worker")))
    mail = settings.mail
    post = MailServer(host=mail.host, port=mail.port, tls=mail.tls, sender=mail.sender)
    alarms = _watching(settings, engine, post, over)
    noticing = Noticing(settings, engine, post, registrar, over)
    rotating = Rotating(settings, over)
    Worker(
        node=settings.node.name,
        clock=SystemClock(),
        registrar=registrar,
        journal=_Journal(engine),
        post=post,
        witnesses=mail.witnesses,
        daily_at=time.fromisoformat(mail.daily_at),
    ).run(over.wait)
    alarms.end(ALARMS_END_SECONDS)
    noticing.end(ALARMS_END_SECONDS)
    rotating.end(ROTATIONS_END_SECONDS)
    registrar.close()
    engine.dispose()
    return 1 if alarms.broke or noticing.broke or rotating.broke else 0


def _watching(settings: Settings, engine: Engine, post: MailServer, over: threading.Event) -> Watching:
    """The watch for alarms, running, with a line of its own to the registrar."""
    watch = AlarmWatch(
        node=settings.node.name,
        clock=SystemClock(),
        registrar=_Registrar(LastingCaller(places(settings).door("registrar", "worker"))),
        tail=JournalTail(engine),
        post=post,
        recipients=settings.mail.alarms,
    )
    return Watching(watch, over)


class _Registrar:
    """Fills `worker.ports.Registrar`."""

    def __init__(self, caller: LastingCaller) -> None:
        self._caller = caller

    def checkpoint(self) -> None:
        """Have the journal signed now."""
        self._caller.call("checkpoint.now", NoParams(), Checkpointed, timeout_seconds=30.0)

    def append(self, events: Sequence[Event]) -> None:
        """Durable when it returns."""
        self._caller.call("journal.append", Append(events=wired(events)), int)

    def close(self) -> None:
        """End the connection."""
        self._caller.close()


class _Journal:
    """Fills `worker.ports.Journal` from the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def last_checkpoint(self) -> SignedCheckpoint | None:
        """The newest signed head."""
        with reading(self._engine) as connection:
            return JournalStore(connection).last_checkpoint()

    def mailed_on(self, day: date) -> bool:
        """Whether that day's letter stands in the journal."""
        with reading(self._engine) as connection:
            event = last_of_kind(connection, WitnessMailed.kind)
        return isinstance(event, WitnessMailed) and event.day == day.isoformat()
