"""The stage that ends a session when a transfer starts in its stream.

It holds nothing back and changes nothing: each byte goes on at once, except the one that completes a start, and all after
it. A start is complete only with its last byte, so no client ever gets one, wherever the stream is split and however long its
sender waits in between; what was already let go is remembered. What looks like the first half of a start is not delayed.

Memory is bounded: as many bytes as the longest start has.
"""

from enum import Enum
from hashlib import sha256

from gateway.guards.stage import Finding, Passed, Tripped
from gateway.guards.transfer import kermit, multiplexer, rsync, sftp, ssh, trzsz, xymodem, zmodem
from gateway.guards.transfer.start import Start
from gateway.guards.transfer.visible import visible


class Direction(Enum):
    """Which way a stream goes."""

    OUTPUT = "output"  # target to person
    INPUT = "input"  # person to target


class Triggers(Enum):
    """Which starts are looked for."""

    ALL = "all"
    PRINTABLE = "printable"  # those of printable characters: after a filter, which may have joined two halves


_TEXT_SHOWN = (trzsz.trigger(), rsync.daemon(), multiplexer.control_lines(), kermit.shown())
_TEXT_TYPED = (trzsz.answer(), rsync.daemon(), kermit.typed())
_BINARY = (xymodem.blocks(), ssh.key_exchange(), sftp.greeting(), rsync.negotiation(), rsync.old_server())
_BINARY_SHOWN = (zmodem.shown(), multiplexer.control_mode(), multiplexer.control_mode_8bit(), *_BINARY)
_BINARY_TYPED = (zmodem.typed(), *_BINARY)


class Tripwire:
    """Raises Tripped at the first start of a transfer, and from then on at every call of `feed`."""

    holds = False

    def __init__(self, direction: Direction, triggers: Triggers = Triggers.ALL) -> None:
        shown = direction is Direction.OUTPUT
        binary = _BINARY_SHOWN if shown else _BINARY_TYPED
        self._text_starts = _TEXT_SHOWN if shown else _TEXT_TYPED
        self._starts = self._text_starts if triggers is Triggers.PRINTABLE else (*self._text_starts, *binary)
        self._reach = max(start.reach for start in self._starts)
        self._found: Finding | None = None
        self.rearm()

    def rearm(self) -> None:
        """Look for starts again, as in a new stream: somebody has looked at the one that tripped."""
        self._stream = b"\n"  # the last bytes; a stream begins like a line
        self._text = b"\n"
        self._carry = b""
        self._found = None

    def feed(self, chunk: bytes) -> Passed:
        """All of `chunk`, if it completes no start. Raises Tripped with what comes before the byte that does."""
        if self._found is not None:
            raise Tripped(self._found, Passed(b""))
        text, carry = visible(self._carry, chunk)
        found = self._look(chunk, text)
        if found is not None:
            raise self._trip(chunk, found)
        self._carry = carry
        self._text = (self._text + text)[-self._reach :]
        self._stream = (self._stream + chunk)[-self._reach :]
        return Passed(chunk)

    def idle(self) -> Passed:
        """Nothing: nothing is held back, and time changes nothing in what was seen."""
        return Passed(b"")

    def close(self) -> Passed:
        """Nothing."""
        return Passed(b"")

    def _look(self, chunk: bytes, text: bytes) -> Finding | None:
        """A start that `chunk`, or its visible text, completes after what came before it."""
        found = _look_for(self._starts, self._stream, chunk)
        if found is not None or (text is chunk and self._text == self._stream):
            return found
        return _look_for(self._text_starts, self._text, text)

    def _trip(self, chunk: bytes, found: Finding) -> Tripped:
        """The shortest piece of `chunk` that completes a start is found by halving, as more bytes never undo one."""
        without, complete = 0, len(chunk)
        while complete - without > 1:
            half = (without + complete) // 2
            earlier = self._look(chunk[:half], visible(self._carry, chunk[:half])[0])
            if earlier is None:
                without = half
            else:
                complete, found = half, earlier
        self._found = found
        return Tripped(found, Passed(chunk[:without]))


def _look_for(starts: tuple[Start, ...], before: bytes, chunk: bytes) -> Finding | None:
    window = before + chunk
    for start in starts:
        span = start.find(window, len(before))
        if span is not None:
            piece = window[span[0] : span[1]]
            return Finding(start.kind, len(piece), sha256(piece).hexdigest())
    return None
