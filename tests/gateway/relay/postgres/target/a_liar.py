"""A PostgreSQL server whose every word a test chooses, honest as far as the test wants: SSLRequest, SCRAM, answers."""

import base64
import hashlib
import hmac
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from gateway.relay.postgres.wire.authentication import (
    AuthenticationOk,
    AuthenticationSASL,
    AuthenticationSASLContinue,
    AuthenticationSASLFinal,
)
from gateway.relay.postgres.wire.message import Message
from gateway.relay.postgres.wire.notices import ErrorResponse, NoticeResponse
from gateway.relay.postgres.wire.rows import Field, RowDescription, data_row
from gateway.relay.postgres.wire.scram import PLAIN
from gateway.relay.postgres.wire.simple_query import CommandComplete, ReadyForQuery, Status
from gateway.relay.postgres.wire.status import BackendKeyData, ParameterStatus
from gateway.vocabulary.target import LoginWay, Protocol, Target
from tests.gateway.sessions.an_office import free_target

SECRET = b"pencil"
SALT = b"saltsalt"
READY = ReadyForQuery(status=Status.IDLE)
NOTICE = NoticeResponse(fields={"S": "NOTICE", "V": "NOTICE", "C": "00000", "M": "secret of the target"})
ERROR = ErrorResponse(fields={"S": "ERROR", "V": "ERROR", "C": "42501", "M": "secret of the target"})
FATAL = ErrorResponse(fields={"S": "FATAL", "V": "FATAL", "C": "28000", "M": "secret of the target"})
SETTINGS = (
    ParameterStatus(name="is_superuser", value="off"),
    ParameterStatus(name="server_encoding", value="UTF8"),
    ParameterStatus(name="client_encoding", value="UTF8"),
    ParameterStatus(name="application_name", value="sekisho"),
)
KEY = BackendKeyData(process_id=7, secret_key=b"1234")


class Conversation:
    """One connection, from the server's side. What is sent when the gateway has gone is lost without a word."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.heard: list[bytes] = []

    def say(self, *what: Message | bytes) -> None:
        data = b"".join(each if isinstance(each, bytes) else each.encoded() for each in what)
        try:
            self.sock.sendall(data)
        except OSError:
            raise Gone from None

    def for_ever(self, what: Message | bytes, times: int = 1000) -> None:
        while True:
            self.say(*[what] * times)

    def dribble(self, data: bytes) -> None:
        for byte in data:
            self.say(bytes([byte]))
            time.sleep(0.05)

    def silence(self) -> None:
        while self.sock.recv(1024):
            pass

    def packet(self) -> bytes:
        """One packet without a type."""
        (length,) = struct.unpack(">I", self._exactly(4))
        return self._exactly(length - 4)

    def message(self) -> bytes:
        """One message: its type and body."""
        kind = self._exactly(1)
        return kind + self.packet()

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            came = self.sock.recv(count - len(data))
            if not came:
                raise Gone
            data += came
        self.heard.append(data)
        return data

    # --- honest parts

    def challenged(self, iterations: int = 4096, salt: bytes = SALT, more: str = "server") -> tuple[str, str]:
        """Ask for SCRAM and give a challenge; the client's bare first message and ours."""
        self.packet()
        self.say(AuthenticationSASL(mechanisms=(PLAIN,)))
        first = self.message().split(b"n,,", 1)[1].decode()
        nonce = first.partition("r=")[2]
        server_first = f"r={nonce}{more},s={base64.b64encode(salt).decode()},i={iterations}"
        self.say(AuthenticationSASLContinue(data=server_first.encode()))
        return first, server_first

    def signature(self, first: str, server_first: str, secret: bytes = SECRET) -> bytes:
        """Take the client's proof and give ours (RFC 5802 §3)."""
        without_proof = self.message()[1:].decode().rpartition(",p=")[0]
        salted = hashlib.pbkdf2_hmac("sha256", secret, SALT, 4096)
        transcript = f"{first},{server_first},{without_proof}".encode()
        signature = hmac.digest(hmac.digest(salted, b"Server Key", "sha256"), transcript, "sha256")
        return b"v=" + base64.b64encode(signature)

    def let_in(self, *settings: Message) -> None:
        """The whole log-in, as an honest server has it."""
        first, server_first = self.challenged()
        final = AuthenticationSASLFinal(data=self.signature(first, server_first))
        self.say(final, AuthenticationOk(), *(settings or SETTINGS), KEY, READY)

    def rows(self, *rows: tuple[str | None, ...]) -> None:
        """One answer of text columns."""
        names = range(len(rows[0]) if rows else 1)
        self.say(RowDescription(fields=tuple(Field(name=f"c{at}", type=25) for at in names)))
        self.say(*(data_row([None if value is None else value.encode() for value in row]) for row in rows))
        self.say(CommandComplete(tag=f"SELECT {len(rows)}"))


class Gone(Exception):
    """The gateway has closed."""


Script = Callable[[Conversation], None]


@contextmanager
def a_liar(script: Script) -> Iterator[Target]:
    """A target in the clear on loopback whose every connection is `script`; logged in to with the password SECRET."""
    talking: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                sock, _ = listener.accept()
            except OSError:
                return
            talking.append(sock)
            threading.Thread(target=speak, args=(sock,), daemon=True).start()

    def speak(sock: socket.socket) -> None:
        try:
            script(Conversation(sock))
        except (Gone, OSError):
            pass
        finally:
            sock.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, daemon=True).start()
        yield free_target(
            name="liar", protocol=Protocol.POSTGRESQL, address="127.0.0.1", port=listener.getsockname()[1], host_keys=(),
            accounts=("reader",), login=LoginWay.VAULTED_PASSWORD, free=None,
        )  # fmt: skip
    for sock in talking:
        sock.close()
