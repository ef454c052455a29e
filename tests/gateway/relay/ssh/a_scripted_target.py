"""A target whose every word a test chooses: an SSH server that a script speaks through, honest or not."""

import io
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from paramiko import (
    AUTH_FAILED,
    AUTH_SUCCESSFUL,
    OPEN_SUCCEEDED,
    Channel,
    Ed25519Key,
    Message,
    PKey,
    ServerInterface,
    Transport,
)
from paramiko.common import (
    MSG_CHANNEL_CLOSE,
    MSG_CHANNEL_DATA,
    MSG_CHANNEL_EOF,
    MSG_CHANNEL_EXTENDED_DATA,
    MSG_CHANNEL_REQUEST,
    MSG_CHANNEL_SUCCESS,
)

from gateway.crypto import openssh
from gateway.relay.ssh.messages import ChannelRequest, parse_request
from gateway.vocabulary.target import LoginWay, Target
from tests.gateway.relay.ssh.a_target import ME, AKeeper, Listening
from tests.gateway.sessions.an_office import free_target

Script = Callable[["Conversation"], None]


class ScriptedTransport(Transport):
    """paramiko's own, but channel requests go to the script unanswered."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        self.asked: list[ChannelRequest] = []
        self.arrived = threading.Condition()
        self._channel_handler_table = {**Transport._channel_handler_table, MSG_CHANNEL_REQUEST: self._request}

    def _request(self, channel: Channel, m: Message) -> None:
        with self.arrived:
            self.asked.append(parse_request(m))
            self.arrived.notify_all()


class Conversation:
    """One channel of the target, from inside. `say` sends a message as it is; `together` sends several in one write."""

    def __init__(self, transport: ScriptedTransport, channel: Channel) -> None:
        self.transport, self.channel = transport, channel

    def asked_for(self, *kinds: str) -> ChannelRequest:
        """Wait for a request of one of these kinds."""
        with self.transport.arrived:
            found: list[ChannelRequest] = []

            def there() -> bool:
                found[:] = [request for request in self.transport.asked if request.kind in kinds]
                return bool(found)

            assert self.transport.arrived.wait_for(there, 10), f"never asked for {kinds}"
            return found[0]

    def begin(self) -> None:
        """Grant whatever starts the session, and a terminal before it."""
        self.asked_for("exec", "shell")
        for request in self.transport.asked:
            if request.want_reply:
                self.say(self.message(MSG_CHANNEL_SUCCESS))

    def message(self, number: int, *parts: bytes | int | str | bool) -> Message:
        """A message about this channel: ints as uint32, bytes and text as strings."""
        return built(number, self.channel.remote_chanid, *parts)

    def data(self, data: bytes) -> Message:
        return self.message(MSG_CHANNEL_DATA, data)

    def stderr(self, data: bytes, code: int = 1) -> Message:
        return self.message(MSG_CHANNEL_EXTENDED_DATA, code, data)

    def request(self, kind: str, *parts: bytes | int | str | bool, want_reply: bool = False) -> Message:
        return self.message(MSG_CHANNEL_REQUEST, kind, want_reply, *parts)

    def status(self, status: int) -> Message:
        return self.request("exit-status", status)

    def eof(self) -> Message:
        return self.message(MSG_CHANNEL_EOF)

    def close(self) -> Message:
        return self.message(MSG_CHANNEL_CLOSE)

    def say(self, message: Message) -> None:
        self.transport._send_message(message)

    def together(self, *messages: Message) -> None:
        """All of them in one segment, so that the other side has read the last before it has acted on the first."""
        written: list[bytes] = []
        packetizer: Any = self.transport.packetizer
        original = packetizer.write_all
        packetizer.write_all = written.append
        try:
            for message in messages:
                self.say(message)
        finally:
            packetizer.write_all = original
        original(b"".join(written))


class _Lets(ServerInterface):
    def __init__(self, password: bytes | None) -> None:
        self._password = password
        self.methods: list[str] = []

    def check_auth_publickey(self, username: str, key: PKey) -> int:
        self.methods.append("publickey")
        return AUTH_SUCCESSFUL if self._password is None else AUTH_FAILED

    def check_auth_password(self, username: str, password: str) -> int:
        self.methods.append("password")
        return AUTH_SUCCESSFUL if self._password is not None and password.encode() == self._password else AUTH_FAILED

    def get_allowed_auths(self, username: str) -> str:
        return "publickey" if self._password is None else "password"

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return OPEN_SUCCEEDED


class ScriptedTarget(Listening):
    """Runs `script` for each channel. With a `password` it takes nothing else."""

    transport_class = ScriptedTransport

    def __init__(self, script: Script, password: bytes | None = None) -> None:
        pair = openssh.new_pair()
        self.host_key = pair.public
        self._pem = pair.private.reveal().decode()
        self._script = script
        self._password = password
        self.keeper = AKeeper()
        self.servers: list[_Lets] = []
        self.transports: list[ScriptedTransport] = []
        self.failures: list[BaseException] = []
        super().__init__()

    def target(self, **other: Any) -> Target:
        way = LoginWay.CERTIFICATE if self._password is None else LoginWay.VAULTED_PASSWORD
        return free_target(
            **{"port": self.port, "host_keys": (self.host_key,), "accounts": (ME,), "login": way, **other}
        )

    def serve(self, client: socket.socket) -> None:
        transport = self.transport_class(client)
        self.transports.append(transport)
        transport.add_server_key(_key(self._pem))
        self.servers.append(_Lets(self._password))
        transport.start_server(event=threading.Event(), server=self.servers[-1])
        while transport.is_active():
            channel = transport.accept(0.1)
            if channel is not None:
                self._speak(Conversation(transport, channel))

    def _speak(self, conversation: Conversation) -> None:
        try:
            self._script(conversation)
        except BaseException as failure:
            self.failures.append(failure)

    def close(self) -> None:
        for transport in self.transports:
            transport.close()
        super().close()
        assert not [failure for failure in self.failures if isinstance(failure, AssertionError)], self.failures


def built(number: int, *parts: bytes | int | str | bool) -> Message:
    """Any SSH message: ints as uint32, truths as booleans, bytes and text as strings."""
    message = Message()
    message.add_byte(bytes([number]))
    for part in parts:
        if isinstance(part, bool):
            message.add_boolean(part)
        elif isinstance(part, int):
            message.add_int(part)
        else:
            message.add_string(part)
    return message


def _key(pem: str) -> Ed25519Key:
    return Ed25519Key(file_obj=io.StringIO(pem))


@contextmanager
def a_scripted_target(script: Script, password: bytes | None = None) -> Iterator[ScriptedTarget]:
    target = ScriptedTarget(script, password)
    try:
        yield target
    finally:
        target.close()
