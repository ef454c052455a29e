"""The worker's process: database for reading, registrar, mail. What is done once is done by one worker of all nodes."""

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
from gateway.wiring.alarms import JournalTail
from gateway.wiring.beside import Beside
from gateway.wiring.database import Use, held_lock, open_database
from gateway.wiring.node_policies import watching_nodes
from gateway.wiring.notices import noticing
from gateway.wiring.pins import watching_pins
from gateway.wiring.places import places
from gateway.wiring.readings import reading_schemas
from gateway.wiring.retention import retiring
from gateway.wiring.rotations import rotating
from gateway.worker.alarms import AlarmWatch
from gateway.worker.events import WitnessMailed
from gateway.worker.post import MailServer
from gateway.worker.service import Worker
from gateway.worker.turn import TURN, Turn

ROTATIONS_END_SECONDS = 3.0  # one that is cut off is gone on with at the next start
READINGS_END_SECONDS = 1.0  # who waits for one is told so by the registrar
TURN_ENDS_SECONDS = 3.0
RETENTION_ENDS_SECONDS = 0.2  # what it asked for is the registrar's to end
ALARMS_END_SECONDS = 3.0  # a letter that is being handed in at the end may still be journalled


def run(settings: Settings) -> int:
    """Serve until SIGTERM; the exit status."""
    leave_no_dump()  # passwords pass through while they are changed
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    lock = held_lock(settings, "worker", TURN)
    turn = Turn(lock)
    schemas = reading_schemas(settings, over)  # whoever asks for one waits at this node's registrar
    broke = False
    if turn.taken(over.wait):
        kept = Beside("turn", turn.keep, over)
        broke = _work(settings, over)
        kept.end(TURN_ENDS_SECONDS)
        broke = broke or kept.broke
    schemas.end(READINGS_END_SECONDS)
    if lock is not None:
        lock.close()
    return 1 if broke or schemas.broke else 0


def _work(settings: Settings, over: threading.Event) -> bool:
    """What one worker of all nodes does, until it is over; True if a part of it broke."""
    engine = open_database(settings, "worker", Use.READS)
    registrar = _Registrar(LastingCaller(places(settings).door("registrar", "worker")))
    mail = settings.mail
    post = MailServer(host=mail.host, port=mail.port, tls=mail.tls, sender=mail.sender)
    alarms = _watching(settings, engine, post, over)
    notices = noticing(settings, engine, post, registrar, over)
    rotations, retention = rotating(settings, over), retiring(settings, over)
    line = _Registrar(LastingCaller(places(settings).door("registrar", "worker")))
    pins = watching_pins(engine, line, over)
    nodes_line = _Registrar(LastingCaller(places(settings).door("registrar", "worker")))
    nodes = watching_nodes(engine, nodes_line, over)
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
    notices.end(ALARMS_END_SECONDS)
    rotations.end(ROTATIONS_END_SECONDS)
    retention.end(RETENTION_ENDS_SECONDS)
    pins.end(ALARMS_END_SECONDS)
    nodes.end(ALARMS_END_SECONDS)
    nodes_line.close()
    line.close()
    registrar.close()
    engine.dispose()
    return any(each.broke for each in (alarms, notices, rotations, retention, pins, nodes))


def _watching(settings: Settings, engine: Engine, post: MailServer, over: threading.Event) -> Beside:
    """The watch for alarms, running, with a line of its own to the registrar."""
    watch = AlarmWatch(
        node=settings.node.name,
        clock=SystemClock(),
        registrar=_Registrar(LastingCaller(places(settings).door("registrar", "worker"))),
        tail=JournalTail(engine),
        post=post,
        recipients=settings.mail.alarms,
    )
    return Beside("alarms", watch.run, over)


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
