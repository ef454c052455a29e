"""A client of uploads whose every packet a test chooses."""

from typing import Any

from gateway.relay.ssh.messages import ChannelRequest
from gateway.relay.ssh.sftp import replies, requests
from gateway.relay.ssh.sftp.attributes import NOTHING
from gateway.relay.ssh.sftp.message import Message
from gateway.relay.ssh.sftp.packets import Packets, packet
from tests.gateway.relay.ssh.a_client import a_client, string
from tests.gateway.relay.ssh.sftp.a_server import NEW


class Raw:
    """One session, greeted. `say` sends, `hear` gives the next answer."""

    def __init__(self, door: Any, greet: bool = True) -> None:
        self.transport, self.channel = a_client(door)
        self.channel.settimeout(20)
        self._packets = Packets()
        self._bodies: list[bytes] = []
        self._number = 0
        asked = ChannelRequest("subsystem", want_reply=True, fields=string(b"sftp"))
        assert self.transport.ask(self.channel, [asked])
        if greet:
            self.raw(requests.Init(version=3).encoded())
            self.version = replies.parse_version(self.body())

    def __enter__(self) -> "Raw":
        return self

    def __exit__(self, *_: object) -> None:
        self.transport.close()

    def raw(self, *bodies: bytes) -> None:
        self.channel.sendall(b"".join(map(packet, bodies)))

    def body(self) -> bytes:
        while not self._bodies:
            data = self.channel.recv(1 << 20)
            assert data, "the session ended"
            self._bodies += self._packets.feed(data)
        return self._bodies.pop(0)

    def say(self, kind: type[Message], **fields: Any) -> int:
        self._number += 1
        self.raw(kind(id=self._number, **fields).encoded())
        return self._number

    def hear(self) -> Any:
        return replies.parse_reply(self.body())

    def ask(self, kind: type[Message], **fields: Any) -> Any:
        number = self.say(kind, **fields)
        reply = self.hear()
        assert reply.id == number
        return reply

    def open(self, path: bytes, flags: int = NEW) -> bytes:
        handle: bytes = self.ask(requests.Open, path=path, flags=flags, attributes=NOTHING).handle
        return handle

    def write(self, handle: bytes, offset: int, data: bytes) -> int:
        return int(self.ask(requests.Write, handle=handle, offset=offset, data=data).code)

    def send_close(self, handle: bytes) -> None:
        self.say(requests.Close, handle=handle)

    def close_handle(self, handle: bytes) -> int:
        return int(self.ask(requests.Close, handle=handle).code)

    def errors(self) -> bytes:
        """Everything said on the error stream, to its end."""
        got = b""
        while data := self.channel.recv_stderr(65536):
            got += data
        return got
