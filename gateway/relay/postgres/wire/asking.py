"""The person's side of a conversation: what may be asked now, and what of it goes to the target."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Generic

from gateway.relay.postgres.wire import sqlstates, words
from gateway.relay.postgres.wire.copying import CopyData, CopyDone, CopyFail
from gateway.relay.postgres.wire.errors import error
from gateway.relay.postgres.wire.expected import Ahead, Expected, T, Voice
from gateway.relay.postgres.wire.function_call import FunctionCall
from gateway.relay.postgres.wire.message import Message
from gateway.relay.postgres.wire.pipeline import Flush, Sync, Terminate
from gateway.relay.postgres.wire.portals import Bind, Execute
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.simple_query import Query
from gateway.relay.postgres.wire.stages import Stage
from gateway.relay.postgres.wire.standing import Standing, judged
from gateway.relay.postgres.wire.statements import Close, Describe, Parse, Subject
from gateway.vocabulary.outcome import GatewayFault, Text

OWN_NAME = "\x7fsekisho"  # of the gateway's own statement and portal within a batch
_AHEAD = "\x7fsekisho ahead"  # of the statement that runs in front of each Bind
_OWN_NAMES = frozenset({OWN_NAME, _AHEAD})
_NAMES: Mapping[type[Message], Callable[[Message], tuple[str, ...]]] = {
    Parse: attrgetter("statement", "statement"),
    Bind: attrgetter("portal", "statement"),
    Execute: attrgetter("portal", "portal"),
    Describe: attrgetter("name", "name"),
    Close: attrgetter("name", "name"),
}
"""The names in what an extended query is asked by; twice where there is one, since of one alone attrgetter makes no tuple."""
_AHEAD_UNNAMED = Bind(portal="", statement=_AHEAD).encoded() + Execute(portal="").encoded()
_AHEAD_NAMED = b"".join(
    each.encoded()
    for each in (
        Bind(portal=OWN_NAME, statement=_AHEAD),
        Execute(portal=OWN_NAME),
        Close(subject=Subject.PORTAL, name=OWN_NAME),
    )
)
_UNKNOWN = {
    Subject.STATEMENT: (sqlstates.NO_SUCH_STATEMENT, words.NO_SUCH_STATEMENT),
    Subject.PORTAL: (sqlstates.NO_SUCH_PORTAL, words.NO_SUCH_PORTAL),
}


class Asking(Generic[T]):
    """Bytes for the target, from what the person sends."""

    def __init__(self, standing: Standing[T], ahead: Ahead[T] | None) -> None:
        self._standing, self._waiting, self._ahead = standing, standing.waiting, ahead
        self._described: set[str] = set()  # portals whose Describe was sent in this batch, after their Bind
        self._parsed: dict[str, T] = {}  # statements whose Parse was sent in this batch
        self._led: str | None = (
            None  # the portal of the newest Bind or Execute in this batch: what runs ahead is fresh for it
        )
        self._in_batch: dict[type[Message], Callable[..., bytes]] = {
            Parse: self._parse, Bind: self._bind, Describe: self._describe, Execute: self._execute, Close: self._close,
        }  # fmt: skip

    def ask(self, message: Message, about: T | None) -> bytes:
        """See `Conversation.ask`."""
        if self._standing.has_ended:
            return b""
        self._may_come(message)
        asked = self._in_batch.get(type(message))
        if asked is not None:
            if isinstance(message, Parse):
                judged(about)
            self._standing.in_batch = True
            return b"" if self._standing.is_skipping else asked(message, about)
        match message:
            case FunctionCall():
                return self.refuse(message, sqlstates.NOT_SUPPORTED, words.FUNCTION_CALL)
            case Query():
                self._waiting.add(Expected(stage=Stage.QUERY, about=judged(about)))
                return message.encoded()
        return self._steer(message)

    def refuse(self, message: Message, sqlstate: str, text: Text, hint: Text | None = None) -> bytes:
        """See `Conversation.refuse`."""
        if self._standing.has_ended:
            return b""
        self._may_come(message)
        told = error(sqlstate, text, hint=hint)
        if isinstance(message, Query | FunctionCall):
            self._waiting.add(Expected(stage=Stage.REFUSED_QUERY, error=told))
        elif type(message) not in self._in_batch:
            raise GatewayFault(f"{type(message).__name__} has no answer that could be a refusal")
        elif not self._standing.is_skipping:
            self._waiting.add(Expected(stage=Stage.REFUSED, error=told))
            self._standing.in_batch = self._standing.is_skipping = True
        self._standing.tell_own()
        return Flush().encoded() if self._standing.in_batch and self._waiting.at_target else b""

    def begin(self) -> bytes:
        """See `Conversation.begin`."""
        if self._ahead is None:
            return b""
        for stage in (Stage.PARSE, Stage.SYNC):
            self._waiting.add(Expected(stage=stage, voice=Voice.SPEECH, name=_AHEAD))
        return Parse(statement=_AHEAD, query=self._ahead.query).encoded() + Sync().encoded()

    def meant(self, statement: str) -> tuple[T, ...]:
        """See `Conversation.meant`."""
        if statement in self._parsed:
            return (self._parsed[statement],)  # if its Parse fails, what follows in this batch is skipped
        held = self._standing.statements.get(statement)
        coming = tuple(self._waiting.parses(statement)) if self._waiting.is_coming(Subject.STATEMENT, statement) else ()
        return coming if held is None else (held.about, *coming)

    def speak(self, query: str) -> bytes:
        """See `Conversation.speak`."""
        if self._standing.has_ended or self._standing.is_skipping:
            return b""
        if not self._standing.in_batch:
            self._waiting.add(Expected(stage=Stage.QUERY, voice=Voice.SPEECH))
            return Query(query=query).encoded()
        said: list[Message] = [Close(subject=subject, name=OWN_NAME) for subject in (Subject.PORTAL, Subject.STATEMENT)]
        said += [
            Parse(statement=OWN_NAME, query=query),
            Bind(portal=OWN_NAME, statement=OWN_NAME),
            Execute(portal=OWN_NAME),
        ]
        for stage in (Stage.CLOSE, Stage.CLOSE, Stage.PARSE, Stage.BIND, Stage.EXECUTE):
            self._waiting.add(Expected(stage=stage, voice=Voice.SPEECH, name=OWN_NAME))
        return b"".join(each.encoded() for each in said)

    def _may_come(self, message: Message) -> None:
        """Raise PeerError for what is no request, or none now."""
        names = _NAMES.get(type(message))
        if names is not None:
            if not _OWN_NAMES.isdisjoint(names(message)):
                raise Side.FRONTEND.fault("a name that is the gateway's")
            return
        match message:
            case Query() | FunctionCall() if self._standing.in_batch:
                raise Side.FRONTEND.fault(f"{type(message).__name__} before the Sync of an extended query")
            case CopyData() | CopyDone() | CopyFail():
                raise Side.FRONTEND.fault(f"{type(message).__name__} where nothing is copied")
            case Query() | FunctionCall() | Sync() | Flush() | Terminate():
                return
        raise Side.FRONTEND.fault(f"{type(message).__name__} is no request")

    def _steer(self, message: Message) -> bytes:
        if isinstance(message, Sync):
            self._waiting.add(Expected(stage=Stage.SYNC))
            self._standing.in_batch = self._standing.is_skipping = False
            self._described.clear()
            self._parsed.clear()
            self._led = None
        elif isinstance(message, Terminate):
            self._standing.has_ended = True
        return message.encoded()

    def _parse(self, message: Parse, about: T) -> bytes:
        if self._standing.is_full(Subject.STATEMENT, message.statement):
            return self.refuse(message, sqlstates.LIMIT_EXCEEDED, words.TOO_MANY_NAMES)
        self._parsed[message.statement] = about
        self._waiting.add(Expected(stage=Stage.PARSE, makes=Subject.STATEMENT, name=message.statement, about=about))
        return message.encoded()

    def _bind(self, message: Bind, _about: None) -> bytes:
        if not self._standing.is_known(Subject.STATEMENT, message.statement):
            return self.refuse(message, *_UNKNOWN[Subject.STATEMENT])
        if self._standing.is_full(Subject.PORTAL, message.portal):
            return self.refuse(message, sqlstates.LIMIT_EXCEEDED, words.TOO_MANY_NAMES)
        before = b"" if self._goes_alone(message.statement) else self._go_ahead(message.portal)
        self._led = message.portal
        self._described.discard(message.portal)
        self._waiting.add(
            Expected(stage=Stage.BIND, makes=Subject.PORTAL, name=message.portal, statement=message.statement)
        )
        return before + message.encoded()

    def _goes_alone(self, statement: str) -> bool:
        """May this Bind go without the statement ahead? Only if all that the name may mean when it comes may."""
        return self._ahead is None or all(map(self._ahead.spares, self.meant(statement)))

    def _go_ahead(self, before: str) -> bytes:
        """Run the statement ahead, in the unnamed portal where the Bind that follows replaces that anyway."""
        self._waiting.add(Expected(stage=Stage.BIND, voice=Voice.SPEECH, name=OWN_NAME))
        self._waiting.add(Expected(stage=Stage.OWN_EXECUTE, voice=Voice.SPEECH, name=OWN_NAME))
        if not before:
            return _AHEAD_UNNAMED
        self._waiting.add(Expected(stage=Stage.CLOSE, voice=Voice.SPEECH, name=OWN_NAME))
        return _AHEAD_NAMED

    def _describe(self, message: Describe, _about: None) -> bytes:
        if not self._standing.is_known(message.subject, message.name):
            return self.refuse(message, *_UNKNOWN[message.subject])
        if message.subject is Subject.PORTAL:
            self._described.add(message.name)
            self._waiting.add(Expected(stage=Stage.DESCRIBE_PORTAL, name=message.name))
        else:
            self._waiting.add(Expected(stage=Stage.DESCRIBE_STATEMENT, name=message.name))
        return message.encoded()

    def _execute(self, message: Execute, _about: None) -> bytes:
        if not self._standing.is_known(Subject.PORTAL, message.portal):
            return self.refuse(message, *_UNKNOWN[Subject.PORTAL])
        before = b""
        if self._ahead is not None and self._led != message.portal:  # what was bound or run since may have undone it
            self._led = message.portal
            before = self._go_ahead(OWN_NAME)
        if not self._will_be_described(message.portal):
            before += self._describe_ourselves(message.portal)
        self._waiting.add(Expected(stage=Stage.EXECUTE, name=message.portal, rows_max=message.rows_max))
        return before + message.encoded()

    def _close(self, message: Close, _about: None) -> bytes:
        self._waiting.add(Expected(stage=Stage.CLOSE, closes=message.subject, name=message.name))
        return message.encoded()

    def _will_be_described(self, portal: str) -> bool:
        """When this batch comes to the Execute, will the portal that then has the name have been described?"""
        if portal in self._described:
            return True
        held = self._standing.portals.get(portal)
        return held is not None and held.is_described and not self._waiting.is_coming(Subject.PORTAL, portal)

    def _describe_ourselves(self, portal: str) -> bytes:
        self._described.add(portal)
        self._waiting.add(Expected(stage=Stage.DESCRIBE_PORTAL, name=portal, voice=Voice.DESCRIBE))
        return Describe(subject=Subject.PORTAL, name=portal).encoded()
