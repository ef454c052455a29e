"""A stream of bytes cut into messages: a type byte, a length that counts itself, then the body. Pure, bounded.

Any split of the stream gives the same frames. Of a frame that is not whole no more is held than has arrived, and its length is
judged, by its type's bound, before its body is held.
A type nobody named has no bound and is a fault. After a fault nothing more can be read.
"""

import struct
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from gateway.relay.postgres.wire.message import LENGTH_BYTES
from gateway.relay.postgres.wire.sides import Side
from gateway.vocabulary.outcome import PeerError, TargetError

HEADER_BYTES: Final = 1 + LENGTH_BYTES
_HEADER: Final = struct.Struct(">BI")


class Frame(NamedTuple):
    """One whole message: its type and all its bytes."""

    kind: int
    whole: bytes

    @property
    def body(self) -> bytes:
        """What follows type and length."""
        return self.whole[HEADER_BYTES:]


class Framer:
    """Fed by one thread. `bounds`: the longest body of each type, in bytes."""

    def __init__(self, side: Side, bounds: Mapping[int, int]) -> None:
        self._side, self._bounds = side, bounds
        self._held = bytearray()
        self._needed = HEADER_BYTES
        self._broken = False

    @property
    def is_between(self) -> bool:
        """True if nothing of a further frame has come."""
        return not self._held

    def feed(self, data: bytes) -> Iterator[Frame]:
        """The frames that are complete now, to be taken to the end: after a feed that was left early no other is read.

        Raises the side's fault.
        """
        if self._broken:
            raise self._side.fault("a message behind a broken one")
        self._broken = True
        at = 0
        if self._held:
            frame, at = self._completed(data)
            if frame is not None:
                yield frame
        yield from self._cut(data, at)
        self._broken = False

    def _cut(self, data: bytes, at: int) -> Iterator[Frame]:
        """Frames that lie in `data` whole; the beginning of one that does not is kept."""
        end_of_data, bounds, unpack = len(data), self._bounds, _HEADER.unpack_from
        while at + HEADER_BYTES <= end_of_data:
            kind, length = unpack(data, at)
            end = at + 1 + length
            if length < LENGTH_BYTES or length - LENGTH_BYTES > bounds.get(kind, -1):
                raise self._misfit(kind, length)
            if end > end_of_data:
                break
            yield Frame(kind, data[at:end])
            at = end
        if at < end_of_data:
            self._held += data[at:]
            self._needed = self._length_of_held()

    def _completed(self, data: bytes) -> tuple[Frame | None, int]:
        """The frame whose beginning is held, if `data` ends it, and how much of `data` was taken."""
        at = 0
        while True:
            missing = self._needed - len(self._held)
            self._held += memoryview(data)[at : at + missing]
            at = min(len(data), at + missing)
            if len(self._held) < self._needed:
                return None, at
            self._needed = self._length_of_held()
            if len(self._held) == self._needed:
                whole = bytes(self._held)
                self._held, self._needed = bytearray(), HEADER_BYTES
                return Frame(whole[0], whole), at

    def _length_of_held(self) -> int:
        """How many bytes the frame that is held has in all; the header's length until that is known."""
        if len(self._held) < HEADER_BYTES:
            return HEADER_BYTES
        kind, length = _HEADER.unpack_from(self._held)
        if length < LENGTH_BYTES or length - LENGTH_BYTES > self._bounds.get(kind, -1):
            raise self._misfit(kind, length)
        return 1 + int(length)

    def _misfit(self, kind: int, length: int) -> PeerError | TargetError:
        """Why such a header is refused."""
        name = ascii(chr(kind))
        if kind not in self._bounds:
            return self._side.fault(f"a message of the unknown type {name}")
        if length < LENGTH_BYTES:
            return self._side.fault(f"a message {name} whose length {length} does not count itself")
        return self._side.fault(
            f"a message {name} of {length - LENGTH_BYTES} bytes where {self._bounds[kind]} are the most"
        )
