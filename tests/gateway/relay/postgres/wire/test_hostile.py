"""Clients and targets that send anything in any order: nothing but a fault of theirs, no row under a wrong description."""

from collections import deque

from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.relay.postgres.wire.conversation import Conversation
from gateway.relay.postgres.wire.frames import Framer
from gateway.relay.postgres.wire.hearing import Fate
from gateway.relay.postgres.wire.message import framed
from gateway.relay.postgres.wire.notices import ErrorResponse
from gateway.relay.postgres.wire.pipeline import Flush, Sync
from gateway.relay.postgres.wire.portals import Bind, BindComplete, Execute, PortalSuspended
from gateway.relay.postgres.wire.rows import Field, RowDescription, data_row
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.simple_query import CommandComplete, Query, ReadyForQuery, Status
from gateway.relay.postgres.wire.sqlstates import INSUFFICIENT_PRIVILEGE
from gateway.relay.postgres.wire.statements import Close, CloseComplete, Describe, NoData, Parse, ParseComplete, Subject
from gateway.relay.postgres.wire.tables import BOUNDS, read
from gateway.vocabulary.outcome import PeerError, TargetError, Text
from tests.fuzz.postgres import postgres
from tests.gateway.relay.postgres.wire.messages import BACKEND, FRONTEND, frame

NO = Text(ja="だめです", en="no")
NAMES = st.sampled_from(["", "a", "b"])
PIECES = st.one_of(
    st.binary(max_size=20),
    st.builds(
        framed, st.sampled_from(sorted({kind for each in BOUNDS.values() for kind in each})), st.binary(max_size=20)
    ),
    FRONTEND.map(lambda message: message.encoded()),
    BACKEND.map(lambda message: message.encoded()),
)


@settings(deadline=None, max_examples=400)
@given(st.integers(0, 3), st.lists(PIECES, max_size=8))
def test_whatever_comes_is_read_or_refused(who, pieces):
    postgres(bytes([who]) + b"".join(pieces))


@settings(deadline=None, max_examples=300)
@given(
    st.lists(FRONTEND, max_size=12),
    st.lists(BACKEND | st.just(data_row([b"x"])), max_size=12),
    st.randoms(use_true_random=False),
)
def test_any_two_streams_end_in_faults_of_their_own(asked, heard, random):
    conversation: Conversation[str] = Conversation()
    asked, heard = deque(asked), deque(heard)
    try:
        while asked or heard:
            if asked and (not heard or random.random() < 0.6):
                conversation.ask(asked.popleft(), "judged")
            else:
                found = conversation.hear(frame(heard.popleft()))
                assert (found.fate is not Fate.ROW) or found.rows.about == "judged"
            conversation.take_due()
    except (PeerError, TargetError):
        return


# An honest server of a few rules, to whom the conversation speaks: each row it sends says which statement it is of.


class Model:
    """PostgreSQL's rules of names, batches and skipping, as postgres.c has them."""

    def __init__(self):
        self.statements, self.portals, self.is_skipping, self.status = {}, {}, False, Status.IDLE

    def _ready(self):
        if self.status is Status.IDLE:
            self.portals.clear()
        return ReadyForQuery(status=self.status)

    def answer(self, message):
        if isinstance(message, Sync):
            self.is_skipping = False
            return [self._ready()]
        if self.is_skipping or isinstance(message, Flush):
            return []
        if isinstance(message, Query):
            self.statements.pop("", None)
            self.portals.pop("", None)
            if message.query.startswith(("begin", "end")):
                self.status = Status.IN_TRANSACTION if message.query.startswith("begin") else Status.IDLE
                return [CommandComplete(tag="BEGIN"), self._ready()]
            return [*self._rows(message.query), CommandComplete(tag="SELECT 1"), self._ready()]
        try:
            return self._extended(message)
        except KeyError:
            self.is_skipping = True
            return [ErrorResponse(fields={"V": "ERROR", "C": "26000"})]

    def _rows(self, text):
        return [RowDescription(fields=(Field(name=text, type=25),)), data_row([text.encode()])]

    def _extended(self, message):
        match message:
            case Parse(statement=name, query=text):
                if name == "":
                    self.statements.pop("", None)
                if text.startswith("bad") or name in self.statements:
                    raise KeyError
                self.statements[name] = text
                return [ParseComplete()]
            case Bind(portal=portal, statement=name):
                if portal and portal in self.portals:
                    raise KeyError
                self.portals[portal] = self.statements[name]
                return [BindComplete()]
            case Describe(subject=Subject.PORTAL, name=portal):
                text = self.portals[portal]
                return [NoData()] if text.startswith("set") else self._rows(text)[:1]
            case Execute(portal=portal, rows_max=most):
                text = self.portals[portal]
                if text.startswith("set"):
                    return [CommandComplete(tag="SET")]
                return [self._rows(text)[1], PortalSuspended() if most else CommandComplete(tag="SELECT 1")]
            case Close(subject=subject, name=name):
                (self.statements if subject is Subject.STATEMENT else self.portals).pop(name, None)
                return [CloseComplete()]
        raise AssertionError(message)


TEXTS = st.integers(0, 9999).flatmap(
    lambda number: st.sampled_from([f"select {number}", f"bad {number}", f"set {number}", f"refused {number}"])
)
REQUESTS = st.one_of(
    st.builds(Parse, statement=NAMES, query=TEXTS), st.builds(Parse, statement=st.just(""), query=TEXTS),
    st.builds(Bind, portal=NAMES, statement=NAMES), st.builds(Bind, portal=st.just(""), statement=st.just("")),
    st.builds(Describe, subject=st.just(Subject.PORTAL), name=NAMES),
    st.builds(Execute, portal=NAMES, rows_max=st.integers(0, 1)), st.builds(Execute, portal=st.just("")),
    st.builds(Close, subject=st.sampled_from(Subject), name=NAMES), st.builds(Sync), st.builds(Flush),
    st.builds(Query, query=TEXTS | st.sampled_from(["begin", "end"])),
)  # fmt: skip


@settings(deadline=None, max_examples=600)
@given(st.lists(REQUESTS, max_size=40), st.randoms(use_true_random=False))
def test_with_an_honest_server_each_row_has_its_own_statement_whatever_the_timing(requests, random):
    conversation, server, on_the_way = Conversation(), Model(), deque()
    told, requests = 0, deque([*requests, Sync()])
    in_batch = False
    while requests or on_the_way:
        if requests and (not on_the_way or random.random() < 0.7):
            request = requests.popleft()
            if isinstance(request, Query) and in_batch:
                continue
            in_batch = not isinstance(request, Sync | Query) and (in_batch or not isinstance(request, Flush))
            text = request.query if isinstance(request, Query | Parse) else None
            if text is not None and text.startswith("refused"):
                sent = conversation.refuse(request, INSUFFICIENT_PRIVILEGE, NO)
            else:
                sent = conversation.ask(request, text)
            if random.random() < 0.15:
                sent += conversation.speak("set 0")
            for message in _frontend(sent):
                on_the_way.extend(server.answer(message))
            told += conversation.take_due().count(b"Z\0\0\0\5")
            continue
        answer = on_the_way.popleft()
        found = conversation.hear(frame(answer))
        if found.fate is Fate.ROW:
            sent_for = bytes(frame(answer).whole)[11:].decode()
            assert found.rows.about == sent_for
            assert found.rows.description.fields[0].name == sent_for
        told += isinstance(found.message, ReadyForQuery) + conversation.take_due().count(b"Z\0\0\0\5")
    assert conversation.is_quiet
    assert not conversation.is_busy
    assert told


def _frontend(data):
    return [read(Side.FRONTEND, each) for each in Framer(Side.FRONTEND, BOUNDS[Side.FRONTEND]).feed(data)]
