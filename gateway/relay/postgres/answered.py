"""From the target to the person: rows masked, counted, recorded and only then sent; errors reduced; all else as the table says.

Rows that came together are counted and recorded together. Where they may not be shown none of them is: the person gets the error
instead, nothing more of that batch, and the target is asked to stop.
"""

from collections.abc import Callable
from typing import Final

from gateway.disclosure.verdict import Over, Warn
from gateway.relay.postgres import words
from gateway.relay.postgres.course import Course, cut_by, denied_by
from gateway.relay.postgres.events import Cut
from gateway.relay.postgres.ports import Denied
from gateway.relay.postgres.rows import Seen, Shape
from gateway.relay.postgres.runs import About, Batch, Run
from gateway.relay.postgres.wire import notices, sqlstates
from gateway.relay.postgres.wire.errors import error
from gateway.relay.postgres.wire.expected import Rows
from gateway.relay.postgres.wire.frames import Frame
from gateway.relay.postgres.wire.hearing import Fate
from gateway.relay.postgres.wire.message import Message
from gateway.relay.postgres.wire.notices import ErrorResponse, NoticeResponse
from gateway.relay.postgres.wire.portals import BindComplete, PortalSuspended
from gateway.relay.postgres.wire.rows import RowDescription
from gateway.relay.postgres.wire.simple_query import CommandComplete, EmptyQueryResponse, ReadyForQuery, Status
from gateway.relay.postgres.wire.statements import NoData, ParseComplete
from gateway.relay.postgres.wire.status import ParameterStatus
from gateway.vocabulary.outcome import TargetError, Text

CATALOGUE_ROWS_MAX: Final = 100_000
_UNTOLD_OF_A_QUERY: Final = frozenset({ParseComplete.TYPE, BindComplete.TYPE, NoData.TYPE})
_NOTED: Final = frozenset(
    {CommandComplete.TYPE, EmptyQueryResponse.TYPE, ReadyForQuery.TYPE, ErrorResponse.TYPE, PortalSuspended.TYPE}
)
_WARNING: Final = ("WARNING", "01000")
_NOTICE: Final = ("NOTICE", "00000")


class Answered:
    """Used by the session's thread. `taken` gives what the person gets for what came in one piece."""

    def __init__(self, course: Course, *, rows_max: int, cancel: Callable[[], None]) -> None:
        self._course, self._rows_max, self._cancel = course, rows_max, cancel
        self._conversation = course.conversation
        self._out: list[bytes] = []
        self._gathered: list[Seen] = []
        self._under: tuple[Run, Shape] | None = None  # what the gathered rows belong to

    def take(self, frame: Frame) -> None:
        """One message of the target's. Raises TargetError, GatewayFault."""
        heard = self._conversation.hear(frame)
        batch = self._course.batches.answering
        if heard.fate is Fate.ROW and heard.rows is not None:
            if batch is None or not batch.runs:
                raise TargetError("postgres, target: a row of no statement")
            if not batch.muted:
                self._row(batch, frame, heard.rows)
            return  # behind a row nothing of the gateway's own can be due
        if self._gathered:
            self._flush()
        if heard.fate is Fate.OURS:
            self._course.survey.hear(frame, heard.message)
        elif heard.fate is Fate.PASS and heard.message is not None:
            self._answer(frame, heard.message, heard.rows)
        due = self._conversation.take_due()
        if due and (batch is None or not batch.muted or isinstance(heard.message, ReadyForQuery)):
            self._out.append(due)

    def taken(self) -> bytes:
        """What the person gets of it. Raises GatewayFault."""
        if self._gathered:
            self._flush()
        out, self._out = b"".join(self._out), []
        return out

    # -- rows

    def _row(self, batch: Batch, frame: Frame, rows: Rows[About]) -> None:
        run, shape = batch.runs[0], self._shape(rows)
        if self._under is None or self._under[0] is not run or self._under[1] is not shape:
            self._flush()
            self._under = (run, shape)
            if not shape.proved:
                self._course.survey.stale = True
                denied = Denied(
                    sqlstate=sqlstates.INSUFFICIENT_PRIVILEGE, why=Cut.CHANGED, text=words.STRUCTURE_CHANGED,
                    hint=words.CHANGED_HINT,
                )  # fmt: skip
                self._cut(batch, run, Cut.CHANGED, denied)
                return
        most = self._most(run)
        if run.rows + len(self._gathered) >= most:
            self._flush()
            if not batch.muted:
                self._cut(batch, run, Cut.ROWS, _too_many(most))
            return
        self._gathered.append(shape.seen(frame))

    def _flush(self) -> None:
        """Count, record and send what was gathered, or none of it."""
        batch = self._course.batches.answering
        if not self._gathered or self._under is None or batch is None:
            return
        (run, shape), gathered = self._under, self._gathered
        self._gathered = []
        rows = [row for each in gathered for row in each.belongings]
        if rows:
            counted = self._course.counter.show(rows, run.number)
            if isinstance(counted, Over):
                self._cut(batch, run, cut_by(counted), denied_by(counted))
                return
            if isinstance(counted, Warn):
                self._notice(counted.text, _WARNING)
        self._course.record.rows(run, shape, [each.values for each in gathered])
        run.rows += len(gathered)
        run.masked += len(gathered) if shape.masks else 0
        self._out += [each.message for each in gathered]

    def _shape(self, rows: Rows[About]) -> Shape:
        """What rows under this description become; made anew where the statement, the description or the tables are others."""
        known = rows.about.shape
        if not isinstance(known, Shape) or known.origins is not self._course.survey.origins:
            known = None
        if known is None or (
            known.description is not rows.description and known.description.fields != rows.description.fields
        ):
            known = Shape(rows.about.verdict.statement, rows.description, self._course.survey.origins)
            rows.about.shape = known
            self._course.survey.stale |= known.unknown
        return known

    def _most(self, run: Run) -> int:
        """The server's own relations hold nobody's data, and tools read them whole."""
        return self._rows_max if run.about.verdict.statement.places else max(self._rows_max, CATALOGUE_ROWS_MAX)

    def _cut(self, batch: Batch, run: Run, cut: Cut, denied: Denied) -> None:
        """Nothing more of this batch goes out; the person is told why."""
        self._cancel()
        batch.muted = run.is_cut = True
        self._course.record.refused(denied)
        self._course.finish(run, denied.sqlstate, cut)
        self._out.append(error(denied.sqlstate, denied.text, hint=denied.hint).encoded())

    # -- everything else

    def _answer(self, frame: Frame, message: Message, rows: Rows[About] | None) -> None:
        if isinstance(message, ParameterStatus):
            self._out.append(message.encoded())
            return
        batch = self._course.batches.answering
        if batch is not None:
            if frame.kind in _NOTED:
                self._note(batch, message)
            untold = batch.simple and frame.kind in _UNTOLD_OF_A_QUERY
            if untold or (batch.muted and not isinstance(message, ReadyForQuery)):
                return
        if isinstance(message, RowDescription) and rows is not None:
            self._out.append(self._shape(rows).told)
        else:  # an error is reduced; all else is what it was read as
            self._out.append(message.encoded() if isinstance(message, ErrorResponse) else frame.whole)

    def _note(self, batch: Batch, message: Message) -> None:
        match message:
            case CommandComplete() | EmptyQueryResponse():
                self._completed(batch)
            case ReadyForQuery():
                self._ready(message)
            case ErrorResponse():
                self._failed(batch, message)
            case PortalSuspended():
                self._answered(batch)

    def _answered(self, batch: Batch) -> Run | None:
        if not batch.runs:
            return None
        run = batch.runs.popleft()
        run.due -= 1
        return run

    def _completed(self, batch: Batch) -> None:
        run = self._answered(batch)
        if run is None:
            return
        notice = run.about.verdict.statement.notice
        if notice is not None and not run.is_over and not batch.muted:
            self._notice(notice, _NOTICE)
        self._course.finish(run)

    def _failed(self, batch: Batch, told: ErrorResponse) -> None:
        """The first that waits has failed; those behind it in its batch are skipped."""
        batch.failed = True
        cut = None
        while (run := self._answered(batch)) is not None:
            self._course.finish(run, told.sqlstate if cut is None else None, cut)
            cut = Cut.SKIPPED

    def _ready(self, message: ReadyForQuery) -> None:
        batch = self._course.batches.ended()
        while (run := self._answered(batch)) is not None:
            self._course.finish(run, cut=Cut.SKIPPED)
        self._course.cancelled = False
        if message.status is Status.IDLE:
            self._course.finish_left()

    def _notice(self, text: Text, kind: tuple[str, str]) -> None:
        self._course.record.said(text)
        self._out.append(notice(text, kind).encoded())


def _too_many(most: int) -> Denied:
    return Denied(
        sqlstate=sqlstates.PROGRAM_LIMIT, why=Cut.ROWS, text=words.too_many_rows(most), hint=words.fewer_rows(most)
    )


def notice(text: Text, kind: tuple[str, str] = _WARNING) -> NoticeResponse:
    """The gateway's own words in passing."""
    severity, code = kind
    return NoticeResponse(
        fields={
            notices.SEVERITY: severity, notices.PLAIN_SEVERITY: severity, notices.CODE: code,
            notices.MESSAGE: text.both(),
        }
    )  # fmt: skip
