"""PostgreSQL's protocol under bytes of strangers: clients before and behind the log-in, targets in the log-in and behind it."""

from gateway.relay.postgres.wire.conversation import Conversation
from gateway.relay.postgres.wire.frames import Framer
from gateway.relay.postgres.wire.hearing import Fate
from gateway.relay.postgres.wire.notices import ErrorResponse
from gateway.relay.postgres.wire.opening import Opening, StartupMessage
from gateway.relay.postgres.wire.rows import values_of
from gateway.relay.postgres.wire.scram import ScramClient
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.simple_query import Query
from gateway.relay.postgres.wire.sqlstates import LISTED
from gateway.relay.postgres.wire.statements import Parse
from gateway.relay.postgres.wire.tables import BOUNDS, read
from gateway.relay.postgres.wire.target_login import TargetLogin
from gateway.relay.postgres.wire.versions import answer_to
from gateway.vocabulary.outcome import Fault
from gateway.vocabulary.secret import Secret


def postgres(data: bytes) -> None:
    """The first byte says who speaks; whatever comes is read or refused, and what was read can be written again."""
    speakers = (_opening, _asked, _heard, _logging_in)
    try:
        speakers[data[0] % len(speakers) if data else 0](data[1:])
    except Fault:
        return


def _opening(data: bytes) -> None:
    opened = Opening().feed(data)
    if isinstance(opened, StartupMessage):
        assert Opening().feed(opened.encoded()) == opened
        answer_to(opened)


def _asked(data: bytes) -> None:
    conversation: Conversation[str] = Conversation()
    for frame in Framer(Side.FRONTEND, BOUNDS[Side.FRONTEND]).feed(data):
        message = read(Side.FRONTEND, frame)
        assert message.encoded() == bytes(frame.whole)
        conversation.ask(message, message.query if isinstance(message, Query | Parse) else None)
        conversation.take_due()


def _heard(data: bytes) -> None:
    conversation: Conversation[str] = Conversation()
    conversation.ask(Query(query="one"), "one")
    conversation.ask(Parse(statement="", query="two"), "two")
    for frame in Framer(Side.BACKEND, BOUNDS[Side.BACKEND]).feed(data):
        heard = conversation.hear(frame)
        if heard.fate is Fate.ROW:
            assert heard.rows is not None
            assert heard.rows.about in ("one", "two")
            values_of(frame.whole)
        if isinstance(heard.message, ErrorResponse):
            assert heard.message.sqlstate in LISTED


def _logging_in(data: bytes) -> None:
    scram = ScramClient(Secret(b"pencil"), b"n" * 18, None)
    login = TargetLogin(StartupMessage(parameters={"user": "viewer"}), scram)
    for frame in Framer(Side.BACKEND, BOUNDS[Side.BACKEND]).feed(data):
        login.hear(frame)
    assert not scram.is_proved
