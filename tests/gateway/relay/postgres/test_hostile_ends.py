"""A server that breaks the protocol, or lies; a client that floods; any split of either stream."""

import socket
import threading
import time
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.relay.postgres.stream import PlainStream
from gateway.relay.postgres.wire.copying import CopyData, CopyOutResponse
from gateway.relay.postgres.wire.frames import Framer
from gateway.relay.postgres.wire.notices import ErrorResponse, NoticeResponse, NotificationResponse
from gateway.relay.postgres.wire.pipeline import Sync
from gateway.relay.postgres.wire.portals import Bind, BindComplete, Execute, Format
from gateway.relay.postgres.wire.rows import Field, RowDescription, data_row
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.simple_query import CommandComplete, Query, ReadyForQuery, Status
from gateway.relay.postgres.wire.statements import CloseComplete, NoData, Parse, ParseComplete
from gateway.relay.postgres.wire.status import ParameterStatus
from gateway.relay.postgres.wire.tables import BOUNDS
from gateway.sessions.ending import PersonLeft
from gateway.vocabulary.outcome import GatewayFault, PeerError, TargetError
from tests.gateway.guards.statements.a_catalogue import CATALOGUE
from tests.gateway.relay.postgres.a_session import Answer, Tape, a_ran

COLUMNS = [each.name for each in CATALOGUE.columns("public", "customers")]
SNAPSHOT = tuple((16, at + 1, "public", "customers", name) for at, name in enumerate(COLUMNS))
ASKED = "SELECT plan, phone FROM customers"
LEAK = "ΛEAK-090-1234-5678".encode()


def column(of, **changes):
    return Field(**{"name": of, "table": 16, "attribute": COLUMNS.index(of) + 1, "type": 25, **changes})


SHAPE = RowDescription(fields=tuple(map(column, ("plan", "phone", "client_code", "customer_id"))))
ROW = data_row([b"hikari", LEAK, b"A01", b"C1"])
PINNED = (BindComplete(), CommandComplete(tag="SET"))
SYNC = Sync().encoded()
READY = ReadyForQuery(status=Status.IDLE)
OPENED = (ParseComplete(), READY)  # of the statement that goes ahead
BEFORE = (ParseComplete(), *PINNED, BindComplete())
DONE = (CommandComplete(tag="SELECT 1"), READY)


class NoCancel:
    under_way = False
    calls = 0

    def __call__(self):
        self.calls += 1


@dataclass
class Scripted:
    stream: object
    parameters: dict = field(default_factory=dict)
    cancel: NoCancel = field(default_factory=NoCancel)
    snapshot_rows: tuple = SNAPSHOT


class Play:
    """A session between a scripted client and a scripted server."""

    def __init__(self, **making):
        self.client, person = socket.socketpair()
        self.server, target = socket.socketpair()
        self.client.settimeout(10)
        self.joined = Scripted(PlainStream(target))
        self.ran = a_ran(PlainStream(person), self.joined, **making)
        self._framer = Framer(Side.BACKEND, BOUNDS[Side.BACKEND])
        self._frames = []
        self._wanted, self._came = 1, b""  # how many Syncs the server is to hear: the gateway's own is the first
        threading.Thread(target=self.ran.run, daemon=True).start()

    def __enter__(self):
        self.answer()
        return self

    def __exit__(self, *_):
        self.client.close()
        assert self.ran.over.wait(10)
        self.server.close()

    def asks(self, *messages):
        self._wanted += sum(isinstance(each, Query | Sync) for each in messages)
        self.client.sendall(b"".join(message.encoded() for message in messages))

    def says(self, *messages):
        """The server's part, once it was asked for it."""
        self.server.settimeout(5)
        while self._came.count(SYNC) < self._wanted and not self.ran.over.is_set():
            self._came += self.server.recv(1 << 20)
        self.server.sendall(b"".join(each if isinstance(each, bytes) else each.encoded() for each in messages))

    def answer(self):
        found = Answer()
        while True:
            while self._frames:
                frame = self._frames.pop(0)
                found.take(frame)
                if frame.kind == ReadyForQuery.TYPE:
                    return found
            data = self.client.recv(65536)
            if not data:
                return found
            self._frames += self._framer.feed(data)

    def over(self):
        assert self.ran.over.wait(10)
        return self.ran.failure


def test_the_script_itself():
    with Play() as play:
        play.asks(Query(query=ASKED))
        play.says(*OPENED, *BEFORE, SHAPE, ROW, *DONE)
        answer = play.answer()
        assert (answer.kinds, answer.columns) == ("TDCZ", ("plan", "phone"))
        assert LEAK not in answer.received


BREACHES = {
    "a row before its description": (ROW,),
    "a row of more values": (SHAPE, data_row([b"hikari", LEAK, b"A01", b"C1", LEAK])),
    "a row of fewer values": (SHAPE, data_row([LEAK])),
    "a row that ends early": (SHAPE, ROW[:-3] + b""),
    "a second description": (SHAPE, SHAPE),
    "a copy": (CopyOutResponse(format=Format.TEXT, columns=()), CopyData(data=LEAK)),
    "a function's value": (b"V\0\0\0\x0c\0\0\0\4" + LEAK[:4],),
    "an unknown message": (b"%\0\0\0\4",),
    "a tag with a value": (SHAPE, ROW, CommandComplete(tag="SELECT " + "9" * 30)),
    "a message without an end": (b"T\x7f\xff\xff\xff",),
    "a length below itself": (b"T\0\0\0\3",),
    "rows behind the end": (SHAPE, ROW, *DONE, ROW),
    "no data and then rows": (NoData(), ROW),
    "a log-in": (b"R\0\0\0\x08\0\0\0\0",),
    "a suspension nobody asked for": (SHAPE, b"s\0\0\0\4"),
}


@pytest.mark.parametrize("breach", BREACHES)
def test_a_server_that_breaks_the_protocol_ends_the_session_and_shows_nothing(breach):
    with Play() as play:
        play.asks(Query(query=ASKED))
        play.says(*OPENED, *BEFORE, *BREACHES[breach])
        if breach == "a row that ends early":
            play.server.shutdown(socket.SHUT_WR)
        answers = [play.answer(), play.answer()]
        assert isinstance(play.over(), TargetError)
    received = b"".join(answer.received for answer in answers)
    assert LEAK not in received
    assert LEAK[:4] not in received
    assert "08006" in [answer.sqlstate for answer in answers]


LIES = {
    "a harmless column's number on a personal one": RowDescription(
        fields=(column("plan"), column("plan", name="phone"), column("client_code"), column("customer_id"))
    ),
    "no origin at all": RowDescription(
        fields=tuple(Field(name=name, type=25) for name in ("plan", "phone", "client_code", "customer_id"))
    ),
    "its own fields exchanged": RowDescription(
        fields=(column("plan"), column("phone"), column("customer_id"), column("client_code"))
    ),
    "a table nobody knows": RowDescription(
        fields=tuple(column(name, table=99) for name in ("plan", "phone", "client_code", "customer_id"))
    ),
    "one field fewer": RowDescription(fields=tuple(map(column, ("plan", "client_code", "customer_id")))),
    "one field more": RowDescription(
        fields=tuple(map(column, ("plan", "plan", "phone", "client_code", "customer_id")))
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_R05_a_server_that_lies_of_its_columns_gets_nothing_through_in_clear(lie):
    with Play() as play:
        play.asks(Query(query=ASKED))
        shape = LIES[lie]
        values = {"plan": b"hikari", "phone": LEAK, "client_code": b"A01", "customer_id": b"C1"}
        row = data_row([LEAK if each.name == "phone" else values[each.name] for each in shape.fields])
        play.says(*OPENED, *BEFORE, shape, row, *DONE)
        answer = play.answer()
        assert LEAK not in answer.received
        assert b"A01" not in answer.received


def test_words_in_passing_stay_there():
    leak = LEAK.decode()
    with Play() as play:
        play.asks(Query(query=ASKED))
        play.says(
            NoticeResponse(fields={"S": "NOTICE", "V": "NOTICE", "C": "00000", "M": leak}),
            NotificationResponse(process_id=1, channel=leak, payload=leak),
            ParameterStatus(name="application_name", value=leak),
            ParameterStatus(name="TimeZone", value="Asia/Tokyo"),
            *OPENED, *BEFORE, SHAPE,
            ErrorResponse(fields={"S": "ERROR", "V": "ERROR", "C": "22P02", "M": leak, "D": leak, "H": leak}), READY,
        )  # fmt: skip
        answer = play.answer()
        assert LEAK not in answer.received
        assert (answer.kinds, answer.sqlstate) == ("STEZ", "22P02")


def test_a_server_that_ends_says_so_once():
    with Play() as play:
        play.says(*OPENED, ErrorResponse(fields={"S": "FATAL", "V": "FATAL", "C": "57P01", "M": LEAK.decode()}))
        answer = play.answer()
        assert (answer.kinds, answer.sqlstate) == ("E", "57P01")
        assert isinstance(play.over(), TargetError)


def test_a_server_that_goes_is_told_of():
    with Play() as play:
        play.asks(Query(query=ASKED))
        play.says(*OPENED)
        play.server.shutdown(socket.SHUT_RDWR)
        assert play.answer().sqlstate == "08006"
        assert isinstance(play.over(), TargetError)
    assert [event.kind for event in play.ran.all_events] == ["statement.run", "statement.ended"]


def test_a_table_made_anew_is_masked_refused_and_then_known(monkeypatch):
    monkeypatch.setattr("gateway.relay.postgres.survey.REFRESH_SECONDS", 0.0)
    other = RowDescription(
        fields=tuple(column(name, table=77) for name in ("plan", "phone", "client_code", "customer_id"))
    )
    with Play() as play:
        play.asks(Query(query=ASKED))
        play.says(*OPENED, *BEFORE, other, ROW, *DONE)
        first = play.answer()
        assert (first.rows, first.sqlstate) == ([], "42501")
        play.asks(Query(query=ASKED))
        names = RowDescription(fields=tuple(Field(name=each, type=25) for each in "onsrc"))
        rows = [
            data_row([b"77", b"%d" % (at + 1), b"public", b"customers", n.encode()]) for at, n in enumerate(COLUMNS)
        ]
        play.says(names, *rows, CommandComplete(tag="SELECT 19"), READY, *BEFORE, other, ROW, *DONE)
        second = play.answer()
        assert (second.kinds, second.rows[0][0]) == ("TDCZ", b"hikari")
        assert LEAK not in second.received


def test_rows_that_cannot_be_recorded_are_not_shown():
    class Full(Tape):
        def output(self, data):
            if b"hikari" in data:
                raise GatewayFault("disk full")
            super().output(data)

    with Play(tape=Full()) as play:
        play.asks(Query(query=ASKED))
        play.says(*OPENED, *BEFORE, SHAPE, ROW, *DONE)
        answer = play.answer()
        assert (answer.rows, answer.sqlstate) == ([], "57P01")
        assert isinstance(play.over(), GatewayFault)


def test_nothing_is_asked_while_a_cancel_might_hit_it():
    with Play() as play:
        play.says(*OPENED)
        play.joined.cancel.under_way = True
        play.asks(Query(query=ASKED))
        play.server.settimeout(0.3)
        with pytest.raises(TimeoutError):
            play.server.recv(1)
        play.joined.cancel.under_way = False
        play.says(*BEFORE, SHAPE, ROW, *DONE)
        assert play.answer().kinds == "TDCZ"


def test_what_came_before_a_breach_is_the_persons():
    with Play() as play:
        play.asks(Query(query=ASKED))
        play.says(*OPENED, *BEFORE, SHAPE, ROW, b"%\0\0\0\4")
        answer = play.answer()
        assert answer.kinds == "TDE"
        assert LEAK not in answer.received


@pytest.mark.parametrize("row", [[b"x", b"1", b"a", b"b", b"c"], [b"1", b"2"], [b"1", b"1", b"\xff", b"b", b"c"]])
def test_tables_that_are_told_wrongly_end_the_session(monkeypatch, row):
    monkeypatch.setattr("gateway.relay.postgres.survey.REFRESH_SECONDS", 0.0)
    with Play() as play:
        play.says(*OPENED)
        time.sleep(0.05)
        play.ran.session._course.survey.stale = True
        play.asks(Query(query=ASKED))
        names = RowDescription(fields=tuple(Field(name="x", type=25) for _ in row))
        play.says(names, data_row(row))
        assert play.answer().sqlstate == "08006"
        assert isinstance(play.over(), TargetError)


# The client.


@pytest.mark.parametrize(
    "said",
    [
        b"Q\0\0\0\3", b"Q\x7f\xff\xff\xff", b"%\0\0\0\4", b"p\0\0\0\5\0", b"Q\0\0\0\6\xff\0", b"d\0\0\0\5x", b"S\0\0\0\5\0",
        Bind(portal="\x7fsekisho", statement="").encoded(), b"\x16\x03\x01\0\xff" + b"x" * 255,
    ],
)  # fmt: skip
def test_a_client_that_breaks_the_protocol_is_told_so_and_gone(said):
    with Play() as play:
        play.says(*OPENED)
        play.client.sendall(said)
        assert play.answer().sqlstate == "08P01"
        assert isinstance(play.over(), PeerError)


def test_values_that_wait_for_no_execute_are_bounded():
    value = b"x" * 1_000_000
    with Play() as play:
        play.asks(Parse(statement="s", query="SELECT $1::text"))
        play.client.settimeout(20)
        threading.Thread(
            target=lambda: play.asks(
                *(Bind(portal=f"p{at}", statement="s", values=(value,)) for at in range(20)), Sync()
            )
        ).start()
        pinned = (BindComplete(), CommandComplete(tag="SET"), CloseComplete(), BindComplete())
        play.says(*OPENED, ParseComplete(), *(message for _ in range(8) for message in pinned), READY)
        assert play.answer().sqlstate == "53400"
        assert play.ran.session._asked._held_bytes <= 8 << 20


def test_a_flood_of_syncs_is_taken_as_fast_as_it_is_answered():
    with Play() as play:
        play.says(*OPENED)
        flood = threading.Thread(target=lambda: play.client.sendall(SYNC * 30_000), daemon=True)
        flood.start()
        time.sleep(0.5)
        assert len(play.ran.session._course.batches) <= 1100
        assert not play.ran.over.is_set()
        answered = 0
        while answered < 30_000:
            play.server.settimeout(5)
            got = len(play.server.recv(5 * 1000)) // len(SYNC)
            play.server.sendall(READY.encoded() * got)
            answered += got
            play.client.recv(1 << 20)
        flood.join(5)


STREAM = b"".join(
    each if isinstance(each, bytes) else each.encoded()
    for each in (*OPENED, *BEFORE, SHAPE, ROW, ROW, ROW, *DONE)
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(1, len(STREAM) - 1), max_size=12))
def test_every_split_of_what_the_server_says_is_the_same(cuts):
    with Play() as play:
        play.asks(Query(query=ASKED))
        play.says()
        edges = sorted({0, *cuts, len(STREAM)})
        for start, end in pairwise(edges):
            play.server.sendall(STREAM[start:end])
            time.sleep(0.001)
        answer = play.answer()
        assert answer.kinds == "TDDDCZ"
        assert LEAK not in answer.received
        assert len(play.ran.ledger.rows) == 3


def test_byte_by_byte():
    with Play() as play:
        play.asks(Query(query=ASKED))
        play.says()
        for at in range(len(STREAM)):
            play.server.sendall(STREAM[at : at + 1])
        assert play.answer().kinds == "TDDDCZ"


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(min_size=1, max_size=60), st.integers(0, len(STREAM)))
def test_rubbish_from_a_server_never_breaks_the_gateway_itself(rubbish, at):
    with Play() as play:
        play.asks(Query(query=ASKED))
        play.says(STREAM[:at] + rubbish)
        play.server.close()
        while play.answer().received:
            pass
        assert isinstance(play.over(), TargetError | PersonLeft)
        assert not isinstance(play.over(), GatewayFault)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from("QPBDECSHXFpd"), min_size=1, max_size=6), st.binary(max_size=30))
def test_rubbish_from_a_client_never_breaks_the_gateway_itself(kinds, body):
    with Play() as play:
        for kind in kinds:
            try:
                play.client.sendall(kind.encode() + (len(body) + 4).to_bytes(4, "big") + body)
            except OSError:
                break
        play.client.shutdown(socket.SHUT_WR)
        play.server.settimeout(5)
        assert play.over() is None or isinstance(play.over(), PeerError | PersonLeft)


def test_execute_of_a_portal_with_odd_formats_does_not_break_the_recording():
    with Play() as play:
        play.says(*OPENED)
        play.asks(
            Parse(statement="", query="SELECT $1::text, $2::text, $3::text"),
            Bind(portal="", statement="", values=(b"a", b"b", b"c"), formats=(Format.TEXT, Format.BINARY)),
            Execute(portal=""), Sync(),
        )  # fmt: skip
        play.says(
            ParseComplete(), *PINNED,
            ErrorResponse(fields={"S": "ERROR", "V": "ERROR", "C": "08P01", "M": "x"}), READY,
        )  # fmt: skip
        assert play.answer().sqlstate == "08P01"
