"""The target's side of a conversation: what may come now, what of it the person gets, and what describes a row."""

import re
from collections.abc import Callable
from enum import Enum, auto
from typing import Final, Generic, NamedTuple, TypeVar

from gateway.relay.postgres.wire.errors import reduced
from gateway.relay.postgres.wire.expected import Expected, Portal, Prepared, Rows, T, Voice
from gateway.relay.postgres.wire.frames import Frame
from gateway.relay.postgres.wire.message import Message
from gateway.relay.postgres.wire.notices import ErrorResponse, NoticeResponse, NotificationResponse
from gateway.relay.postgres.wire.portals import BindComplete, PortalSuspended
from gateway.relay.postgres.wire.rows import DATA_ROW, RowDescription, count_of
from gateway.relay.postgres.wire.settings_told import passes
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.simple_query import CommandComplete, ReadyForQuery, Status
from gateway.relay.postgres.wire.stages import ANSWERS, READY_FOLLOWS, Stage
from gateway.relay.postgres.wire.standing import Standing, judged
from gateway.relay.postgres.wire.statements import CloseComplete, NoData, ParseComplete, Subject
from gateway.relay.postgres.wire.status import ParameterStatus
from gateway.relay.postgres.wire.tables import name_of, read
from gateway.vocabulary.outcome import TargetError

_KNOWN_MAX: Final = 64
_KNOWN_BYTES_MAX: Final = 4096
_TAG: Final = re.compile(r"[A-Z]{2,20}( [A-Z]{2,20}){0,3}( [0-9]{1,20}){0,2}")
_BESIDE: Final = frozenset({ErrorResponse.TYPE, NoticeResponse.TYPE, NotificationResponse.TYPE, ParameterStatus.TYPE})
_H = TypeVar("_H", Prepared, Portal)  # type: ignore[type-arg]


class Fate(Enum):
    """What becomes of a message of the target."""

    PASS = auto()  # `message` may go to the person, as it is now
    ROW = auto()  # a DataRow: mask it by `rows`
    DROP = auto()  # not for the person
    OURS = auto()  # an answer to what the gateway itself asked in a Query; of a DataRow `message` is None


_FATES: Final = {Voice.PERSON: Fate.PASS, Voice.DESCRIBE: Fate.DROP, Voice.SPEECH: Fate.OURS}
_OF_NAMES: Final = frozenset(
    {ParseComplete.TYPE, BindComplete.TYPE, CloseComplete.TYPE, RowDescription.TYPE, NoData.TYPE}
)


class Heard(NamedTuple, Generic[T]):
    """One message of the target. `rows` stands with a DataRow and with a RowDescription."""

    fate: Fate
    message: Message | None = None
    rows: Rows[T] | None = None


class Hearing(Generic[T]):
    """Reads the target's frames against what waits."""

    def __init__(self, standing: Standing[T]) -> None:
        self._standing, self._waiting = standing, standing.waiting
        self._known: dict[bytes, Message] = {}  # short messages by their bytes: the same ones come again and again
        self._notes: dict[int, Callable[..., Rows[T] | None]] = {
            ParseComplete.TYPE: self._parsed, BindComplete.TYPE: self._bound, CloseComplete.TYPE: self._closed,
            RowDescription.TYPE: self._shaped, NoData.TYPE: self._shapeless, CommandComplete.TYPE: self._completed,
            PortalSuspended.TYPE: self._suspended, ReadyForQuery.TYPE: self._ready,
        }  # fmt: skip

    def hear(self, frame: Frame) -> Heard[T]:
        """See `Conversation.hear`."""
        if self._standing.has_ended:
            return Heard(Fate.DROP)
        if frame.kind == DATA_ROW:
            return self._row(frame)
        message = self._read(frame)
        return self._beside(message) if frame.kind in _BESIDE else self._answered(message)

    def _beside(self, message: Message) -> Heard[T]:
        """What may come anywhere."""
        if isinstance(message, ErrorResponse):
            return self._failed(message)
        if isinstance(message, ParameterStatus) and passes(message):
            return Heard(Fate.PASS, message)
        return Heard(Fate.DROP)

    def _read(self, frame: Frame) -> Message:
        if len(frame.whole) > _KNOWN_BYTES_MAX:
            return read(Side.BACKEND, frame)
        known = self._known.get(frame.whole)
        if known is None:
            if len(self._known) >= _KNOWN_MAX:
                self._known.clear()
            known = self._known[frame.whole] = read(Side.BACKEND, frame)
        return known

    def _row(self, frame: Frame) -> Heard[T]:
        request = self._waiting.oldest
        if request is None or DATA_ROW not in ANSWERS[request.stage]:
            raise self._out_of_order(DATA_ROW, request)
        if request.voice is Voice.SPEECH and request.stage is Stage.QUERY_ROWS:
            return Heard(Fate.OURS)
        rows = request.rows or self._rows_of(request)
        count = count_of(frame.whole)
        if count != len(rows.description.fields):
            raise Side.BACKEND.fault(f"a row of {count} values under {len(rows.description.fields)} columns")
        return Heard(Fate.ROW, None, rows)

    def _rows_of(self, request: Expected[T]) -> Rows[T]:
        """The description under which this Execute's rows come."""
        portal = self._standing.portals.get(request.name)
        if portal is None or portal.rows is None:
            raise Side.BACKEND.fault("a row that no description covers")
        request.rows = portal.rows
        return portal.rows

    def _answered(self, message: Message) -> Heard[T]:
        request = self._waiting.oldest
        following = ANSWERS[request.stage].get(message.TYPE) if request is not None else None
        if request is None or following is None:
            raise self._out_of_order(message.TYPE, request)
        note = self._notes.get(message.TYPE)
        if request.voice is Voice.SPEECH and message.TYPE in _OF_NAMES:
            note = None  # what the gateway names is nobody's to execute
        rows = None if note is None else note(request, message)
        if following is Stage.DONE:
            self._waiting.take()
            self._standing.tell_own()
        else:
            request.stage = following
        return Heard(_FATES[request.voice], message, rows)

    def _failed(self, told: ErrorResponse) -> Heard[T]:
        request = self._waiting.oldest
        answer = Heard[T](Fate.PASS, reduced(told))
        if told.is_last:
            self._standing.has_ended = True
            return answer
        if request is None or request.stage is Stage.FAILED:
            raise self._out_of_order(told.TYPE, request)
        if request.stage in READY_FOLLOWS:
            request.stage = Stage.FAILED
            return Heard(_FATES[request.voice], answer.message)
        if not self._waiting.skip_to_sync():
            self._standing.is_skipping = True
        return answer

    def _out_of_order(self, kind: int, request: Expected[T] | None) -> TargetError:
        due = "nothing is due" if request is None else f"the stage is {request.stage.name}"
        return TargetError(f"postgres, target: {name_of(Side.BACKEND, kind)} where {due}")

    def _parsed(self, request: Expected[T], _message: Message) -> None:
        self._standing.statements[request.name] = Prepared(judged(request.about))

    def _bound(self, request: Expected[T], _message: Message) -> None:
        prepared = self._standing.statements.get(request.statement)
        if prepared is None:
            raise Side.BACKEND.fault("BindComplete for a statement that was not prepared")
        self._standing.portals[request.name] = Portal(prepared.about)

    def _closed(self, request: Expected[T], _message: Message) -> None:
        if request.closes is Subject.STATEMENT:
            self._standing.statements.pop(request.name, None)
        else:
            self._standing.portals.pop(request.name, None)

    def _shaped(self, request: Expected[T], message: RowDescription) -> Rows[T]:
        if request.stage is Stage.QUERY:
            request.rows = Rows(message, judged(request.about))
            return request.rows
        if request.stage is Stage.DESCRIBE_RESULT:
            return Rows(message, self._held(self._standing.statements, request).about)
        portal = self._held(self._standing.portals, request)
        portal.is_described, portal.rows = True, Rows(message, portal.about)
        return portal.rows

    def _shapeless(self, request: Expected[T], _message: Message) -> None:
        if request.stage is Stage.DESCRIBE_PORTAL:
            portal = self._held(self._standing.portals, request)
            portal.is_described, portal.rows = True, None

    def _held(self, held: dict[str, _H], request: Expected[T]) -> _H:
        found = held.get(request.name)
        if found is None:
            raise Side.BACKEND.fault("a description of what the target does not hold")
        return found

    def _completed(self, _request: Expected[T], message: CommandComplete) -> None:
        if not _TAG.fullmatch(message.tag):
            raise Side.BACKEND.fault("a command tag that is none")

    def _suspended(self, request: Expected[T], _message: Message) -> None:
        if request.rows_max <= 0:
            raise Side.BACKEND.fault("PortalSuspended where all rows were asked for")

    def _ready(self, _request: Expected[T], message: ReadyForQuery) -> None:
        self._standing.status = message.status
        if message.status is Status.IDLE:
            self._standing.portals.clear()  # none outlives its transaction
