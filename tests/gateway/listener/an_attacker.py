"""A client that keeps no rule: speaks SSH as far as the encryption, and after it says what a test tells it to."""

import io
import queue
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from paramiko import Ed25519Key, Message, Transport

from gateway.crypto import openssh
from tests.gateway.listener.a_gate import Gate, Key
from tests.gateway.relay.ssh.a_client import number, string
from tests.gateway.relay.ssh.a_scripted_target import built

DISCONNECT, SERVICE_REQUEST, SERVICE_ACCEPT, EXT_INFO = 1, 5, 6, 7
REQUEST, FAILURE, SUCCESS, BANNER, PK_OK, INFO_REQUEST, INFO_RESPONSE = 50, 51, 52, 53, 60, 60, 61
GLOBAL_REQUEST, REQUEST_SUCCESS, REQUEST_FAILURE = 80, 81, 82
OPEN, OPEN_CONFIRMATION, OPEN_FAILURE = 90, 91, 92
WINDOW_ADJUST, DATA, EXTENDED_DATA, EOF, CLOSE, CHANNEL_REQUEST, CHANNEL_SUCCESS, CHANNEL_FAILURE = range(93, 101)
_HEARD = (SERVICE_ACCEPT, FAILURE, SUCCESS, BANNER, PK_OK, REQUEST_SUCCESS, REQUEST_FAILURE, *range(90, 101))
GONE = -1


class _Recording(Transport):
    """paramiko's transport as a client that acts on nothing it hears but key exchanges."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        self.heard: queue.SimpleQueue[tuple[int, bytes]] = queue.SimpleQueue()
        self._handler_table: dict[int, Any] = {**self._handler_table, **{at: self._hear(at) for at in _HEARD}}

    def _hear(self, kind: int) -> Any:
        return lambda m: self.heard.put((kind, m.get_remainder()))

    def _parse_disconnect(self, m: Message) -> None:
        self.heard.put((DISCONNECT, m.get_remainder()))

    def run(self) -> None:
        super().run()
        self.heard.put((GONE, b""))


class Attacker:
    """One connection to a gate."""

    def __init__(self, gate: Gate, user: bytes = b"sato+build-host") -> None:
        self.gate, self.user = gate, user
        self.transport = _Recording(socket.create_connection(("127.0.0.1", gate.port)))
        self.transport.start_client(timeout=10)
        self.all: list[tuple[int, bytes]] = []

    # -- words --------------------------------------------------------------------------------------------------------

    def say(self, kind: int, *parts: bytes | int | str | bool, raw: bytes = b"") -> None:
        message = built(kind, *parts)
        message.add_bytes(raw)
        try:
            self.transport._send_message(message)
        except (OSError, EOFError):
            return  # hung up on already: `gone` will tell

    def hear(self, *kinds: int, seconds: float = 10) -> tuple[int, bytes]:
        """The next message of these kinds (of any, without); GONE where the connection ended first."""
        until = time.monotonic() + seconds
        while True:
            kind, fields = self.transport.heard.get(timeout=max(0.01, until - time.monotonic()))
            self.all.append((kind, fields))
            if not kinds or kind in kinds or kind == GONE:
                return kind, fields

    def is_gone(self, seconds: float = 5) -> bool:
        """Whether the connection ends within `seconds`."""
        try:
            while GONE not in [kind for kind, _ in self.all]:
                self.hear(seconds=seconds)
        except queue.Empty:
            return False
        return True

    # -- the log-in ---------------------------------------------------------------------------------------------------

    def service(self) -> None:
        self.say(SERVICE_REQUEST, "ssh-userauth")
        assert self.hear(SERVICE_ACCEPT)[0] == SERVICE_ACCEPT

    def request(self, method: str, *parts: bytes | int | str | bool, user: bytes | None = None) -> None:
        self.say(REQUEST, self.user if user is None else user, "ssh-connection", method, *parts)

    def query(self, blob: bytes, algorithm: bytes = b"ssh-ed25519") -> int:
        """Ask with a public key alone; what came of it."""
        self.request("publickey", False, algorithm, blob)
        return self.hear(PK_OK, FAILURE)[0]

    def sign(
        self,
        key: Key,
        *,
        named: bytes | None = None,
        algorithm: bytes = b"ssh-ed25519",
        session: bytes | None = None,
        user: bytes | None = None,
    ) -> tuple[int, bytes]:
        """A signed request: by `key`, said to be by `named`, over another session's id or another's name if given."""
        blob = key.blob if named is None else named
        body = Message()
        body.add_string(self.transport.session_id if session is None else session)
        body.add_bytes(
            built(REQUEST, self.user if user is None else user, "ssh-connection", "publickey", True).asbytes()
        )
        body.add_string(algorithm)
        body.add_string(blob)
        signature = Ed25519Key(file_obj=io.StringIO(key.pem)).sign_ssh_data(body.asbytes()).asbytes()
        self.request("publickey", True, algorithm, blob, signature)
        return self.hear(FAILURE, SUCCESS)

    def ask(self) -> int:
        """Begin keyboard-interactive; INFO_REQUEST or FAILURE."""
        self.request("keyboard-interactive", "", "")
        return self.hear(INFO_REQUEST, FAILURE)[0]

    def answer(self, *answers: bytes, announced: int | None = None) -> int:
        self.say(INFO_RESPONSE, len(answers) if announced is None else announced, *answers)
        return self.hear(INFO_REQUEST, FAILURE, SUCCESS)[0]

    def log_in(self) -> None:
        """Honestly: terminal, person, code."""
        self.service()
        assert is_partial(self.sign(self.gate.terminal))
        assert is_partial(self.sign(self.gate.person))
        assert self.ask() == INFO_REQUEST
        assert self.answer(self.gate.code.encode()) == SUCCESS

    # -- channels -----------------------------------------------------------------------------------------------------

    def open(self, kind: bytes = b"session", channel: int = 0, window: int = 1 << 21, fields: bytes = b"") -> int:
        """Open a channel; the gateway's number for it, or -1."""
        self.say(OPEN, kind, channel, window, 32768, raw=fields)
        heard, said = self.hear(OPEN_CONFIRMATION, OPEN_FAILURE)
        return int.from_bytes(said[4:8], "big") if heard == OPEN_CONFIRMATION else -1

    def close(self) -> None:
        self.transport.close()


def is_partial(heard: tuple[int, bytes]) -> bool:
    """A FAILURE with partial success: one step further."""
    return heard[0] == FAILURE and heard[1].endswith(b"\x01")


@contextmanager
def an_attacker(gate: Gate, **other: Any) -> Iterator[Attacker]:
    attacker = Attacker(gate, **other)
    try:
        yield attacker
    finally:
        attacker.close()


def rsa_blob(modulus: int = (1 << 2047) | 1) -> bytes:
    octets = modulus.to_bytes(256, "big")
    return string(b"ssh-rsa") + string(b"\x01\x00\x01") + string(b"\x00" + octets)


def blob_of(kind: bytes, rest: bytes = b"") -> bytes:
    return string(kind) + rest


__all__ = ["Attacker", "an_attacker", "blob_of", "is_partial", "number", "openssh", "rsa_blob", "string"]
