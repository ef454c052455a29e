"""Our parsers of what strangers send, each as a function of bytes that raises nothing but what its callers expect.

`python -m tests.fuzz NAME [libFuzzer's options]` runs one under atheris, which follows the branches it takes.
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from paramiko import Message

from gateway.authentication import login_name
from gateway.authorization.commands.invocation import Refused
from gateway.authorization.commands.line import invocation_of
from gateway.authorization.commands.lists import Offer
from gateway.authorization.loader import load
from gateway.commands.quoting import quoted
from gateway.crypto import openssh
from gateway.guards.stage import Tripped
from gateway.guards.terminal import TerminalEscape
from gateway.guards.transfer import Direction, Tripwire
from gateway.guards.typed import ControlStrings
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
from gateway.vocabulary.target import Encoding
from tests.gateway.guards.terminal.strict import forms


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


def terminal(data: bytes) -> None:
    """What a target prints, in each encoding: nothing but what paints comes out, whole, and nothing stays held back."""
    for encoding in Encoding:
        stage = TerminalEscape(encoding)
        forms(stage.feed(data).data + stage.idle().data + stage.close().data)
        assert not stage.holds


def stream(data: bytes) -> None:
    """What a person or a target sends: passed as it is, or the start of a transfer."""
    for direction in Direction:
        try:
            assert Tripwire(direction).feed(data).data == data
        except Tripped as tripped:
            assert data.startswith(tripped.passed.data)


def typed(data: bytes) -> None:
    """What a person's terminal sends: nothing is made up."""
    stage = ControlStrings()
    passed = stage.feed(data).data + stage.idle().data + stage.close().data
    assert len(passed) <= len(data)


def line(data: bytes) -> None:
    """A line at the command gate: refused in words, or exactly a listed vector, which has a spelling for a shell."""
    found = invocation_of(data.decode("utf-8", errors="surrogateescape"), _offer())
    if isinstance(found, Refused):
        assert found.text.ja
        assert found.text.en.isascii()
    else:
        assert found.command in _offer().commands.values()
        assert quoted(found.vector())


@cache
def _offer() -> Offer:
    return load(Path(__file__).resolve().parents[2] / "policies").commands.offer("failure", "anywhere")


PARSERS: Mapping[str, Callable[[bytes], None]] = {
    each.__name__: each for each in (version, request, opening, name, key, packet, terminal, stream, typed, line)
}
