"""From the person to the target: each message read, each statement judged, written down, and sent in the gateway's own way.

A Query becomes Parse, Bind, Describe, Execute and Sync, so that the server itself takes one statement and no more; only the
borders of a transaction stay a Query, in the gateway's words. What a name means is what the conversation says it must mean then.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from gateway.guards.statements import Why
from gateway.relay.postgres import words
from gateway.relay.postgres.course import Course
from gateway.relay.postgres.events import Cut
from gateway.relay.postgres.ports import Denied, Judge
from gateway.relay.postgres.runs import About, Bound, Run
from gateway.relay.postgres.transaction import is_border, text_of
from gateway.relay.postgres.wire import sqlstates
from gateway.relay.postgres.wire.frames import Frame
from gateway.relay.postgres.wire.message import Message
from gateway.relay.postgres.wire.pipeline import Sync, Terminate
from gateway.relay.postgres.wire.portals import Bind, Execute, Format
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.simple_query import Query, Status
from gateway.relay.postgres.wire.standing import NAMES_MAX
from gateway.relay.postgres.wire.statements import Close, Describe, Parse, Subject
from gateway.relay.postgres.wire.tables import read
from gateway.relay.postgres.wire.words import NO_SUCH_PORTAL, NO_SUCH_STATEMENT

BOUND_BYTES_MAX: Final = 8 << 20  # of values that wait for their Execute
KNOWN_MAX: Final = 64  # messages of at most
KNOWN_BYTES_MAX: Final = 32
_OF_NAMES: Final = frozenset({Why.NAME, Why.PERSONAL, Why.UNCLASSIFIED, Why.RELATION})
"""Refusals that a table made or changed since the last survey may be behind."""
_UNNAMED: Final = (Bind(portal="", statement=""), Describe(subject=Subject.PORTAL, name=""), Execute(portal=""), Sync())


class Asked:
    """Used by the session's thread."""

    def __init__(self, course: Course, judge: Judge) -> None:
        self._course, self._judge = course, judge
        self._conversation = course.conversation
        self._portals: dict[str, Bound] = {}
        self._held_bytes = 0
        self._known: dict[bytes, Message] = {}
        self._taken: dict[type[Message], Callable[..., bytes]] = {
            Query: self._query, Parse: self._parse, Bind: self._bind, Execute: self._execute,
        }  # fmt: skip
        self.has_left = False  # said goodbye

    def take(self, frame: Frame) -> bytes:
        """What goes to the target for one message of the person's. Raises PeerError, GatewayFault."""
        message = self._read(frame)
        growing = self._course.batches.growing
        if growing is not None and growing.muted and not isinstance(message, Sync | Terminate):
            return b""  # an error was told in this batch: all up to Sync is skipped
        if self._portals and self._conversation.is_quiet and self._conversation.status is Status.IDLE:
            self._portals.clear()  # none outlives its transaction
            self._held_bytes = 0
        if self._conversation.is_skipping and isinstance(message, Parse | Execute):
            return b""
        return self._taken.get(type(message), self._other)(message)

    def _read(self, frame: Frame) -> Message:
        """The message; the short ones, which come again and again, are read once."""
        if len(frame.whole) > KNOWN_BYTES_MAX:
            return read(Side.FRONTEND, frame)
        whole = frame.whole
        known = self._known.get(whole)
        if known is None:
            if len(self._known) >= KNOWN_MAX:
                self._known.clear()
            known = self._known[whole] = read(Side.FRONTEND, frame)
        return known

    def _query(self, message: Query) -> bytes:
        if self._conversation.in_batch:
            raise Side.FRONTEND.fault("Query before the Sync of an extended query")
        sql = message.query
        number, denied = self._course.numbered(sql)
        verdict = denied or self._judge.judge(sql)
        if isinstance(verdict, Denied):
            return self._refused(message, number, sql, verdict)
        about = About(sql, verdict)
        text = text_of(verdict.statement)
        run = self._course.begin(number, about)
        batch = self._course.batches.begun(simple=True)
        batch.synced = True
        self._sent(run)
        if is_border(verdict.statement):
            return self._conversation.ask(Query(query=text), about)
        ask = self._conversation.ask
        return b"".join((ask(Parse(statement="", query=text), about), *map(ask, _UNNAMED)))

    def _parse(self, message: Parse) -> bytes:
        verdict = self._judge.judge(message.query)
        if isinstance(verdict, Denied):
            number, denied = self._course.numbered(message.query)
            return self._refused(message, number, message.query, denied or verdict)
        self._course.batches.begun()
        sent = Parse(statement=message.statement, query=text_of(verdict.statement), types=message.types)
        return self._conversation.ask(sent, About(message.query, verdict, message.types))

    def _bind(self, message: Bind) -> bytes:
        meant = self._conversation.meant(message.statement)
        size = sum(len(each) for each in message.values if each is not None)
        batch = self._course.batches.begun()
        if self._held_bytes + size > BOUND_BYTES_MAX or len(self._portals) > 2 * NAMES_MAX:
            return self._conversation.refuse(message, sqlstates.LIMIT_EXCEEDED, words.TOO_MUCH_BOUND)
        if len(meant) > 1:  # only the target's answer will tell, and what runs is written down before
            return self._conversation.refuse(message, sqlstates.NO_SUCH_STATEMENT, NO_SUCH_STATEMENT)
        if meant and len(message.result_formats) > 1:
            own = (Format.TEXT,) * len(meant[-1].verdict.statement.hidden)
            message = replace(message, result_formats=(*message.result_formats, *own))
        sent = self._conversation.ask(message)
        if meant and not self._conversation.is_skipping:
            self._forget(message.portal)
            self._held_bytes += size
            self._portals[message.portal] = Bound(meant[-1], message.values, message.formats, batch=batch)
        return sent

    def _execute(self, message: Execute) -> bytes:
        bound = self._portals.get(message.portal)
        self._course.batches.begun()
        if bound is None or not self._course.batches.hold(bound) or (bound.run is not None and bound.run.is_cut):
            return self._conversation.refuse(message, sqlstates.NO_SUCH_PORTAL, NO_SUCH_PORTAL)
        if bound.run is None or bound.run.is_over:
            number, denied = self._course.numbered(bound.about.sql, bound.values)
            if denied is not None:
                return self._refused(message, number, bound.about.sql, denied)
            bound.run = self._course.begin(number, bound.about, bound)
            self._held_bytes -= sum(len(each) for each in bound.values if each is not None)
            bound.values, bound.formats = (), ()
        sent = self._conversation.ask(message)
        if self._conversation.is_skipping:
            self._course.finish(bound.run, cut=Cut.SKIPPED)
        else:
            self._sent(bound.run)
        return sent

    def _other(self, message: Message) -> bytes:
        batches = self._course.batches
        match message:
            case Sync():
                batches.begun().synced = True
            case Describe() | Close():
                batches.begun()
                if isinstance(message, Close) and message.subject is Subject.PORTAL:
                    self._forget(message.name)
            case Terminate():
                self.has_left = True
        return self._conversation.ask(message)

    def _sent(self, run: Run) -> None:
        batch = self._course.batches.newest
        batch.runs.append(run)
        run.due += 1

    def _forget(self, portal: str) -> None:
        """A portal's name is used anew, or closed."""
        bound = self._portals.pop(portal, None)
        if bound is None:
            return
        self._held_bytes -= sum(len(each) for each in bound.values if each is not None)
        if bound.run is not None and not bound.run.due:
            self._course.finish(bound.run, cut=Cut.LEFT)

    def _refused(self, message: Message, number: int, sql: str, denied: Denied) -> bytes:
        self._course.refuse(number, sql, self._judge.normal(sql), denied)
        if denied.why in _OF_NAMES:
            self._course.survey.stale = True
        if not isinstance(message, Query):
            self._course.batches.begun()
        return self._conversation.refuse(message, denied.sqlstate, denied.text, denied.hint)
