"""One session at a database: one thread, two streams that are never waited for, and a pipe by which others wake it.

Back-pressure both ways: while the person does not take what there is, nothing more is read from the target, and while the target
does not take what is asked nothing more is read from the person. Nothing is read from either while the journal is late. So memory
is bounded by one message of each side and a few hundred kilobytes, however much an answer holds.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from gateway.audit.event import Event
from gateway.authorization.limits import DatabaseLimits
from gateway.guards.statements import Catalogue
from gateway.relay.names import Names
from gateway.relay.ports import Recorder
from gateway.relay.postgres import last_words
from gateway.relay.postgres.answered import Answered, notice
from gateway.relay.postgres.asked import Asked
from gateway.relay.postgres.course import Course
from gateway.relay.postgres.diary import Diary
from gateway.relay.postgres.lines import of_person, of_target
from gateway.relay.postgres.patience import Patience, Patient
from gateway.relay.postgres.ports import Connected, Counter, Judge
from gateway.relay.postgres.recording import Record
from gateway.relay.postgres.stream import Stream
from gateway.relay.postgres.survey import Survey
from gateway.relay.postgres.waiting import GONE, IN, OUT, Waiting
from gateway.relay.postgres.wire.frames import Frame, Framer
from gateway.relay.postgres.wire.settings_told import passes
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.simple_query import ReadyForQuery, Status
from gateway.relay.postgres.wire.status import BackendKeyData, ParameterStatus
from gateway.relay.postgres.wire.tables import BOUNDS
from gateway.sessions.ending import Ending, PersonLeft, SessionCut
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import TargetError, Text

UNSENT_MAX: Final = 256 * 1024
TOGETHER_MAX: Final = 64  # messages of the person's, between two looks at everything else
BATCHES_MAX: Final = 1000  # asked and not answered
TICK_SECONDS: Final = 1.0
SWITCH_SECONDS: Final = (
    0.0005  # the recorder's or the diary's thread keeps an answer waiting no longer; Python's own are 0.005
)
CANCEL_TICK_SECONDS: Final = 0.01


class DatabaseSession:
    """Made once, run once, by one thread. `fail`, `end`, `cancel` and `say` may come from any thread or signal handler."""

    def __init__(
        self, *, client: Stream, connected: Connected, gate: Judge, catalogue: Catalogue, counter: Counter,
        recorder: Recorder, journal: Callable[[Sequence[Event]], None], names: Names, clock: Clock,
        cancel_key: BackendKeyData, limits: DatabaseLimits, patience: Patience | None = None,
    ) -> None:  # fmt: skip
        """Takes over both streams. `journal` returns when its events are durable; it is called from another thread."""
        self._client, self._connected, self._target = of_person(client), connected, of_target(connected.stream)
        self._counter, self._clock, self._cancel_key = counter, clock, cancel_key
        self._patient = Patient(patience or Patience(), limits, clock, connected.cancel)
        self._record = Record(recorder, clock)
        self._waiting = Waiting()
        self._diary = Diary(journal, clock, self._waiting.wake)
        self._owed: list[Event] = []
        self._course = Course(
            counter=counter, record=self._record, tell=self._diary.put, names=names, clock=clock,
            survey=Survey(tuple(connected.snapshot_rows), catalogue, clock, gate.learned),
        )  # fmt: skip
        self._conversation = self._course.conversation
        self._asked = Asked(self._course, gate)
        self._answered = Answered(self._course, rows_max=limits.rows, cancel=connected.cancel)
        self._from_person = Framer(Side.FRONTEND, BOUNDS[Side.FRONTEND])
        self._from_target = Framer(Side.BACKEND, BOUNDS[Side.BACKEND])
        self._held: Iterator[Frame] | None = None  # what the person has sent and nobody has looked at
        self._failure: BaseException | None = None
        self._cancel_asked = False
        self._words: list[Text] = []
        self.shown_bytes = self.typed_bytes = 0

    # -- from anywhere

    def fail(self, failure: BaseException) -> None:
        """End it with `failure`; the first counts."""
        self._failure = self._failure or failure
        self._waiting.wake()

    def end(self, ending: Ending) -> None:
        """End it; the person is told why."""
        self.fail(SessionCut(ending))

    def cancel(self) -> None:
        """The person asks for the end of what runs."""
        self._cancel_asked = True
        self._waiting.wake()

    def say(self, text: Text) -> None:
        """The gateway's own words, as a warning among what the target answers."""
        self._words.append(text)
        self._waiting.wake()

    def rest(self) -> list[Event]:
        """After `run`: what is still to be told, for the commit that ends the session."""
        return self._owed

    # -- the session's thread

    def run(self) -> None:
        """Until the person has left. Raises SessionCut, PersonLeft, PeerError, TargetError, GatewayFault."""
        sys.setswitchinterval(SWITCH_SECONDS)
        try:
            self._greet()
            while not self._asked.has_left:
                self._step()
        except BaseException as failure:
            last_words.say(self._client, failure, self._record, self._clock)
            raise
        finally:
            self._close()

    def _greet(self) -> None:
        told = [ParameterStatus(name=name, value=value) for name, value in self._connected.parameters.items()]
        greeting = [*filter(passes, told), self._cancel_key, ReadyForQuery(status=Status.IDLE)]
        self._to_person(b"".join(each.encoded() for each in greeting))
        self._target.write(self._conversation.begin())
        self._hear_target()  # a stream may hold what came with its log-in
        self._hear_person()

    def _step(self) -> None:
        """Wait for what can be gone on with, and go on."""
        shows = self._shows()
        self._look(shows=shows)
        takes = shows and self._takes()
        if takes and self._held is not None:
            self._pass_on(self._held)
            return
        self._waiting.want(self._client, IN if takes else 0)
        self._waiting.want(self._target, IN if shows else 0)
        ready, woken = self._waiting.wait(CANCEL_TICK_SECONDS if self._connected.cancel.under_way else TICK_SECONDS)
        if woken:
            self._awake()
        for stream, hear in ((self._target, self._hear_target), (self._client, self._hear_person)):
            events = ready.get(stream.fileno(), 0)
            if events & OUT:
                stream.flush()
            if events & (IN | GONE):
                hear()

    def _shows(self) -> bool:
        """May anything of the target be shown now? Not while it is not taken, and not while the journal is late."""
        late_at = self._diary.late_at
        return self._client.unsent <= UNSENT_MAX and (late_at is None or self._clock.monotonic() < late_at)

    def _takes(self) -> bool:
        """May anything the person says be looked at, where something may be shown?"""
        return (
            self._target.unsent <= UNSENT_MAX
            and len(self._course.batches) < BATCHES_MAX
            and not self._diary.is_full
            and not self._connected.cancel.under_way
        )

    def _hear_person(self) -> None:
        if self._held is not None or not (self._shows() and self._takes()):
            return
        data = self._client.read()
        if data is None:
            raise PersonLeft
        if data:
            self._patient.asked()
            self.typed_bytes += len(data)
            self._pass_on(self._from_person.feed(data))

    def _pass_on(self, frames: Iterator[Frame]) -> None:
        """Look at what the person has sent, as far as may be; the rest is held."""
        self._held = frames
        sent = bytearray(self._course.survey.question(self._conversation))
        if not self._conversation.is_busy:
            self._patient.heard()
        for _ in range(TOGETHER_MAX):
            frame = next(frames, None)
            if frame is None:
                self._held = None
                break
            sent += self._asked.take(frame)
        self._record.keep()
        self._to_person(self._conversation.take_due())
        if sent:
            self._target.write(bytes(sent))

    def _hear_target(self) -> None:
        if not self._shows():
            return
        data = self._target.read()
        if data is None:
            raise TargetError("postgres, target: closed")
        if not data:
            return
        self._patient.heard()
        try:
            for frame in self._from_target.feed(data):
                self._answered.take(frame)
        finally:  # what came before a broken message is the person's
            said = self._answered.taken()
            self._record.keep()
            self._to_person(said)
        if self._conversation.has_ended:
            raise last_words.TargetEnded("postgres, target: ended the session")

    def _to_person(self, data: bytes) -> None:
        if data:
            self.shown_bytes += len(data)
            self._client.write(data)

    def _awake(self) -> None:
        if self._cancel_asked:
            self._cancel_asked = False
            if self._conversation.is_busy:
                self._course.cancelled = True
                self._record.mark("cancel")
                self._connected.cancel()
        while self._words:
            text = self._words.pop(0)
            self._record.said(text)
            self._record.keep()
            self._to_person(notice(text).encoded())

    def _look(self, *, shows: bool) -> None:
        """Raise what ends the session from outside, or by the clock."""
        if self._failure is not None:
            raise self._failure
        self._diary.check()
        if not shows:
            self._patient.heard()  # whoever is not listened to owes no answer
        self._patient.look(unsent=self._client.unsent, is_busy=self._conversation.is_busy)

    def _close(self) -> None:
        """Whatever happens: what ran has ended, the target stops, nothing stays open."""
        if self._conversation.is_busy:
            self._connected.cancel()
        last: list[Event] = []
        self._course.tell = last.append
        self._course.finish_all()
        self._owed = self._diary.close(last)
        try:
            self._counter.close()
        finally:
            self._client.close()
            self._target.close()
            self._waiting.close()
