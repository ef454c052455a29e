"""Channel messages as values, and the building of those paramiko cannot send (RFC 4254 §5.4, §6). Pure."""

from dataclasses import dataclass

from paramiko import Channel, Message
from paramiko.common import MSG_CHANNEL_FAILURE, MSG_CHANNEL_REQUEST, MSG_CHANNEL_SUCCESS

KIND_BYTES_MAX = 64
CELLS_MAX = 65_535


@dataclass(frozen=True, slots=True)
class ChannelRequest:
    """One request as it came: its kind, whether an answer is wanted, and its own fields undecoded."""

    kind: str
    want_reply: bool
    fields: bytes


def parse_request(m: Message) -> ChannelRequest:
    """The request in a CHANNEL_REQUEST message whose recipient has been read. A kind that is no ASCII word is kept escaped."""
    kind = m.get_binary()[:KIND_BYTES_MAX].decode("ascii", errors="backslashreplace")
    return ChannelRequest(kind=kind, want_reply=m.get_boolean(), fields=m.get_remainder())


def request_message(channel: Channel, request: ChannelRequest) -> Message:
    """A CHANNEL_REQUEST to the other end of `channel`, its fields passed through untouched."""
    message = Message()
    message.add_byte(bytes([MSG_CHANNEL_REQUEST]))
    message.add_int(channel.remote_chanid)
    message.add_string(request.kind)
    message.add_boolean(request.want_reply)
    message.add_bytes(request.fields)
    return message


def answer_message(channel: Channel, *, granted: bool) -> Message:
    """CHANNEL_SUCCESS or CHANNEL_FAILURE."""
    message = Message()
    message.add_byte(bytes([MSG_CHANNEL_SUCCESS if granted else MSG_CHANNEL_FAILURE]))
    message.add_int(channel.remote_chanid)
    return message


def exit_status(status: int) -> ChannelRequest:
    """RFC 4254 §6.10."""
    fields = Message()
    fields.add_int(status)
    return ChannelRequest("exit-status", want_reply=False, fields=fields.asbytes())


def status_of(ending: ChannelRequest | None) -> int | None:
    """The number in an exit-status; None for an exit-signal or nothing."""
    if ending is None or ending.kind != "exit-status":
        return None
    return int(Message(ending.fields).get_int())


@dataclass(frozen=True, slots=True)
class Terminal:
    """A pty-req (RFC 4254 §6.2): `modes` are the encoded terminal modes, passed on as they came."""

    term: bytes
    columns: int
    rows: int
    fields: bytes

    def resized(self, columns: int, rows: int) -> "Terminal":
        """The same terminal at another size; a window-change that came before the target was there."""
        before, after = Message(self.fields), Message()
        after.add_string(before.get_binary())
        before.get_bytes(16)
        for size in (columns, rows, 0, 0):
            after.add_int(size)
        after.add_bytes(before.get_remainder())
        return Terminal(term=self.term, columns=columns, rows=rows, fields=after.asbytes())


def parse_terminal(fields: bytes) -> Terminal:
    """The fields of a pty-req."""
    m = Message(fields)
    term, columns, rows = m.get_binary(), m.get_int(), m.get_int()
    return Terminal(term=term, columns=columns, rows=rows, fields=fields)


def parse_size(fields: bytes) -> tuple[int, int]:
    """Columns and rows of a window-change (RFC 4254 §6.7)."""
    m = Message(fields)
    return m.get_int(), m.get_int()


def resized(request: ChannelRequest, columns: int, rows: int) -> ChannelRequest:
    """A window-change of another size; its pixels are left out where the size is another one."""
    if parse_size(request.fields) == (columns, rows):
        return request
    m = Message()
    for size in (columns, rows, 0, 0):
        m.add_int(size)
    return ChannelRequest(request.kind, want_reply=request.want_reply, fields=m.asbytes())


def cells(announced: int) -> int:
    """A count of columns or rows that a terminal can have: what a client announces may be 0 or 2^32 - 1."""
    return min(max(announced, 1), CELLS_MAX)


def parse_environment(fields: bytes) -> tuple[bytes, bytes]:
    """Name and value of an env request (RFC 4254 §6.4)."""
    m = Message(fields)
    return m.get_binary(), m.get_binary()


def parse_command(fields: bytes) -> bytes:
    """The command of an exec request (RFC 4254 §6.5)."""
    command: bytes = Message(fields).get_binary()
    return command
