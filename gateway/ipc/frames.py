"""Framing: four bytes of big-endian length, then that many bytes of body. Pure; bounded; the same for every split."""

import struct

FRAME_BYTES_MAX = 4 * 1024 * 1024
_LENGTH = struct.Struct(">I")


class FrameError(ValueError):
    """The peer announced an empty frame or one over the bound."""


def frame(body: bytes) -> bytes:
    """`body` with its length before it. Raises FrameError when it is empty or over FRAME_BYTES_MAX."""
    if not 0 < len(body) <= FRAME_BYTES_MAX:
        raise FrameError(f"a frame of {len(body)} bytes cannot be sent (1 to {FRAME_BYTES_MAX})")
    return _LENGTH.pack(len(body)) + body


class FrameReader:
    """Collects bytes and gives whole bodies. Holds at most one frame beyond what was last fed."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def is_between(self) -> bool:
        """True while no frame is half there."""
        return not self._buffer

    def feed(self, data: bytes) -> list[bytes]:
        """The bodies completed by `data`, in order. Raises FrameError as soon as a length is out of bounds."""
        self._buffer += data
        bodies = []
        while (body := self._next()) is not None:
            bodies.append(body)
        return bodies

    def _next(self) -> bytes | None:
        if len(self._buffer) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack_from(self._buffer)
        if not 0 < length <= FRAME_BYTES_MAX:
            raise FrameError(f"a frame of {length} bytes was announced (1 to {FRAME_BYTES_MAX})")
        end = _LENGTH.size + length
        if len(self._buffer) < end:
            return None
        body = bytes(self._buffer[_LENGTH.size : end])
        del self._buffer[:end]
        return body
