"""Our parsers of what strangers send, each as a function of bytes that raises nothing but what its callers expect.

`python -m tests.fuzz NAME [libFuzzer's options]` runs one under atheris, which follows the branches it takes.
"""

from collections.abc import Callable, Mapping

from paramiko import Message

from gateway.authentication import login_name
from gateway.crypto import openssh
from gateway.listener.jump.opening import parse_direct
from gateway.listener.parent.version_line import FIRST_BYTES, Speech, speech
from gateway.relay.ssh.messages import (
    cells,
    parse_command,
    parse_environment,
    parse_request,
    parse_size,
    parse_terminal,
)
from gateway.relay.ssh.packets import PACKET_BYTES_MAX, BoundedPacketizer
from gateway.vocabulary.outcome import Fault


def version(data: bytes) -> None:
    """Judged alike however much lies behind what is looked at."""
    judged = speech(data[:FIRST_BYTES])
    if judged in (Speech.OFFER, Speech.FOREIGN):
        assert speech(data[: FIRST_BYTES + 50]) is judged or judged is Speech.FOREIGN


def request(data: bytes) -> None:
    """A channel request and every kind of fields it may have."""
    try:
        parsed = parse_request(Message(data))
        terminal = parse_terminal(parsed.fields)
        assert 1 <= cells(terminal.columns) <= 65535
        parse_size(parsed.fields)
        parse_environment(parsed.fields)
        parse_command(parsed.fields)
    except Fault:
        return


def opening(data: bytes) -> None:
    """The fields of a direct-tcpip opening."""
    try:
        parse_direct(Message(data))
    except Fault:
        return


def name(data: bytes) -> None:
    """The name at the door: a name or a refusal, and what is a name can be read."""
    found = login_name.parse(data.decode("utf-8", errors="replace"))
    if isinstance(found, login_name.LoginName):
        assert found.username.isascii()


def key(data: bytes) -> None:
    """A public key's blob, and a line that holds one."""
    for read, given in ((openssh.key_type, data), (openssh.blob_of, data.decode("latin-1"))):
        try:
            read(given)  # type: ignore[operator]
        except (Fault, ValueError):
            continue


class _Bytes:
    """Stands for a socket that has received `data` and then the end."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def recv(self, size: int) -> bytes:
        taken, self._data = self._data[:size], self._data[size:]
        return taken

    def shutdown(self, how: int) -> None:
        del how

    def close(self) -> None:
        pass


def packet(data: bytes) -> None:
    """Packets in the clear, one after another until one is none."""
    packetizer = BoundedPacketizer(_Bytes(data))  # type: ignore[arg-type]
    judged: list[int] = []
    packetizer.judge_by(lambda kind, size: judged.append(size))
    try:
        while True:
            packetizer.read_message()
    except (Fault, EOFError):
        pass
    except Exception as error:  # paramiko's own refusal of what is no packet
        assert type(error).__module__.startswith("paramiko") or isinstance(error, IndexError), error
    assert all(size <= PACKET_BYTES_MAX for size in judged)


PARSERS: Mapping[str, Callable[[bytes], None]] = {
    each.__name__: each for each in (version, request, opening, name, key, packet)
}
