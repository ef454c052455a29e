"""A real libpq at a door made of this codec alone: what it is told before the log-in, and that it understands."""

import socket
import threading

import psycopg
import pytest

from gateway.relay.postgres.wire.authentication import AuthenticationCleartextPassword, AuthenticationOk
from gateway.relay.postgres.wire.errors import Severity, error
from gateway.relay.postgres.wire.frames import Framer
from gateway.relay.postgres.wire.notices import ErrorResponse
from gateway.relay.postgres.wire.opening import IN_THE_CLEAR, DirectTls, GSSENCRequest, Opening, SSLRequest
from gateway.relay.postgres.wire.passwords import PasswordMessage, answer_in
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.simple_query import ReadyForQuery, Status
from gateway.relay.postgres.wire.status import BackendKeyData, ParameterStatus
from gateway.relay.postgres.wire.tables import LOGIN_BOUNDS
from gateway.relay.postgres.wire.versions import answer_to
from gateway.vocabulary.outcome import Text

WRONG = Text(ja="パスワードまたはコードが違います。", en="The password or the code is wrong.")
GOOD = "correct horse 123456"


class ADoor:
    """Serves one connection on `port`; keeps what it was told."""

    def __init__(self):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port, self.opened = self._listener.getsockname()[1], []
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._listener.close()
        self._thread.join(10)

    def _serve(self):
        client, _ = self._listener.accept()
        with client:
            client.settimeout(10)
            self._greet(client)
            while not isinstance(self.opened[-1], DirectTls) and client.recv(4096):
                pass

    def _greet(self, client):
        while True:
            opening, opened = Opening(), None
            while opened is None:
                opened = opening.feed(client.recv(5))
            self.opened.append(opened)
            if isinstance(opened, DirectTls):
                return
            if not isinstance(opened, SSLRequest | GSSENCRequest):
                break
            client.sendall(IN_THE_CLEAR)
        answer = answer_to(opened)
        if answer is not None:
            client.sendall(answer.encoded())
        if not isinstance(answer, ErrorResponse):
            self._ask_password(client, opening.rest)

    def _ask_password(self, client, rest):
        client.sendall(AuthenticationCleartextPassword().encoded())
        framer, found = Framer(Side.FRONTEND, LOGIN_BOUNDS), []
        while not found:
            found = list(framer.feed(rest or client.recv(4096)))
            rest = b""
        if answer_in(found[0], PasswordMessage).password.reveal() != GOOD.encode():
            client.sendall(error("28P01", WRONG, Severity.FATAL).encoded())
            client.shutdown(socket.SHUT_WR)
            return
        told = [AuthenticationOk(), ParameterStatus(name="server_version", value="15.18"),
                ParameterStatus(name="client_encoding", value="UTF8"), BackendKeyData(process_id=7, secret_key=b"1234"),
                ReadyForQuery(status=Status.IDLE)]  # fmt: skip
        client.sendall(b"".join(each.encoded() for each in told))


def connect(door, **options):
    return psycopg.connect(
        host="127.0.0.1", port=door.port, user="sato+callcenter-db", connect_timeout=10,
        **{"sslmode": "prefer", "password": GOOD, **options},
    )  # fmt: skip


def test_libpq_logs_in_with_password_and_code():
    with ADoor() as door, connect(door) as connection:
        assert connection.pgconn.backend_pid == 7
        assert connection.info.server_version == 150018
        assert isinstance(door.opened[0], SSLRequest)
        assert door.opened[-1].user == "sato+callcenter-db"


@pytest.mark.skipif(psycopg.pq.version() < 180000, reason="asks for 3.2 since libpq 18")
def test_libpq_that_wants_more_than_3_0_is_told_and_goes_on():
    with ADoor() as door, connect(door, max_protocol_version="latest") as connection:
        assert door.opened[-1].minor > 0
        assert connection.pgconn.backend_pid == 7


@pytest.mark.skipif(psycopg.pq.version() < 170000, reason="direct since libpq 17")
def test_libpq_that_begins_with_tls_is_told_apart():
    with ADoor() as door, pytest.raises(psycopg.OperationalError):
        connect(door, sslmode="require", sslnegotiation="direct")
    assert door.opened == [DirectTls()]


def test_a_wrong_password_is_refused_in_both_languages():
    with ADoor() as door, pytest.raises(psycopg.OperationalError) as refused:
        connect(door, password="wrong")
    assert WRONG.ja in str(refused.value)
    assert WRONG.en in str(refused.value)


def test_replication_is_refused_in_words():
    with ADoor() as door, pytest.raises(psycopg.OperationalError, match="Replication connections are refused"):
        connect(door, replication="database")
