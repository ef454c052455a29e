"""What both directions of one session share: the conversation, what runs in it, and how each statement is written down.

A statement is in the recording and accepted by the diary before it is sent, and so is its end before the person hears of it.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from itertools import count

from gateway.audit.event import Event
from gateway.crypto.digest import sha256
from gateway.disclosure.verdict import Over, Why
from gateway.relay.names import Names
from gateway.relay.postgres import transaction
from gateway.relay.postgres.events import RELATIONS_MAX, Cut, StatementEnded, StatementRefused, StatementRun, bounded
from gateway.relay.postgres.ports import Counter, Denied
from gateway.relay.postgres.recording import Record
from gateway.relay.postgres.runs import About, Batches, Bound, Run
from gateway.relay.postgres.survey import Survey
from gateway.relay.postgres.wire import sqlstates
from gateway.relay.postgres.wire.conversation import Conversation
from gateway.relay.postgres.wire.expected import Ahead
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault

_OVER = {Why.BUDGET: Cut.BUDGET, Why.FROZEN: Cut.BUDGET, Why.FOREIGN: Cut.FOREIGN}


class Course:
    """Of one session, used by its thread."""

    def __init__(
        self, *, counter: Counter, record: Record, tell: Callable[[Event], None], names: Names, clock: Clock,
        survey: Survey,
    ) -> None:  # fmt: skip
        """`tell` accepts an event for the journal (`diary.Diary.put`)."""
        ahead: Ahead[About] = Ahead(transaction.PIN, lambda about: transaction.is_border(about.verdict.statement))
        self.conversation: Conversation[About] = Conversation(ahead=ahead)
        self.batches = Batches()
        self.counter, self.record, self.survey = counter, record, survey
        self.tell = tell
        self.cancelled = False  # by the person, what runs now
        self._names, self._clock = asdict(names), clock
        self._numbers = count(1)
        self._open: dict[int, Run] = {}

    def numbered(self, sql: str, values: tuple[bytes | None, ...] = ()) -> tuple[int, Denied | None]:
        """The number of the next statement, and why it may not even be looked at, if the budget says so."""
        number = next(self._numbers)
        said = sha256(b"\0".join([sql.encode(), *(b"" if each is None else each for each in values)]))
        over = self.counter.permit(number, said)
        return number, None if over is None else denied_by(over)

    def begin(self, number: int, about: About, bound: Bound | None = None) -> Run:
        """A statement is about to be sent. Raises GatewayFault: it must not be."""
        verdict = about.verdict
        self.record.asked(number, about.sql, bound)
        event = StatementRun(
            **self._names,
            number=number,
            what=verdict.statement.what.value,
            digest=verdict.digest,
            text=verdict.normal,
            relations=verdict.relations[:RELATIONS_MAX],
            parameters=0 if bound is None else len(bound.values),
        )
        self.tell(event)
        run = self._open[number] = Run(number, about, self._clock.monotonic())
        return run

    def refuse(self, number: int, sql: str, normal: str, denied: Denied) -> None:
        """A statement that is not sent. Raises GatewayFault."""
        self.record.asked(number, sql)
        self.record.refused(denied)
        self.tell(
            StatementRefused(
                **self._names,
                number=number,
                why=denied.why,
                sqlstate=denied.sqlstate,
                digest=sha256(sql.encode()),
                text=bounded(normal),
            )
        )

    def finish(self, run: Run, sqlstate: str | None = None, cut: Cut | None = None) -> None:
        """A statement is over; the first call says how. Raises GatewayFault."""
        if run.is_over:
            return
        run.is_over = True
        self._open.pop(run.number, None)
        spent = round((self._clock.monotonic() - run.began_at) * 1000)
        if sqlstate == sqlstates.QUERY_CANCELED and cut is None and self.cancelled:
            cut = Cut.CANCELLED
        self.tell(
            StatementEnded(
                **self._names, number=run.number, rows=run.rows, masked=run.masked, milliseconds=spent,
                sqlstate=sqlstate, cut=cut,
            )
        )  # fmt: skip
        self.record.ended(run, _outcome(run, spent, sqlstate, cut))
        self.counter.done(run.number)

    def finish_left(self) -> None:
        """Statements of which nobody waits for an answer are over: none outlives its transaction."""
        for run in [each for each in self._open.values() if not each.due]:
            self.finish(run, cut=Cut.LEFT)

    def finish_all(self) -> None:
        """The session has ended, and everything with it; each is told of, whatever else cannot be done for it."""
        for run in list(self._open.values()):
            with suppress(GatewayFault):  # recording or counter may be why it has ended
                self.finish(run, cut=Cut.SESSION)


def denied_by(over: Over) -> Denied:
    """What the person is told where the budget is in the way."""
    foreign = over.why is Why.FOREIGN
    state = sqlstates.INSUFFICIENT_PRIVILEGE if foreign else sqlstates.LIMIT_EXCEEDED
    return Denied(sqlstate=state, why=over.why.value, text=over.text)


def cut_by(over: Over) -> Cut:
    """The journal's word for it."""
    return _OVER[over.why]


def _outcome(run: Run, milliseconds: int, sqlstate: str | None, cut: Cut | None) -> str:
    said = [f"{run.rows} rows", f"{run.masked} masked", f"{milliseconds} ms"]
    return ", ".join(said + [each for each in (sqlstate, cut) if each is not None])
