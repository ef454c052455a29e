"""A run of chunks: zstd goes on from one to the next, so that what a screen repeats is stored once. Pure; bounded both ways.

The first chunk of a run stands alone (step 0); the one at step n is read after the n before it. Each ends on whole blocks, so
that what is in the file is readable without what is not. A run ends after RUN_CHUNKS or RUN_BYTES: damage costs no more than
the rest of one, a reader begins at the nearest step 0 and unpacks no more than one for nothing.

Thorough packing costs some 5 ns a byte more than quick packing (`docs/measurements.md`). What a person is shown never comes
near that; who lets more than BURST_BYTES rush by is packed quickly until the rush is over. So a session's packing never costs
more than 0.2 % of a core and one twentieth of a second above that of a flood.
"""

from enum import Enum
from typing import Final

import zstandard

RUN_CHUNKS: Final = 128
RUN_BYTES: Final = 1024 * 1024
BURST_BYTES: Final = 8 * 1024 * 1024
BYTES_A_SECOND: Final = 256 * 1024
WINDOW_LOG: Final = 18
_SLICE_BYTES: Final = 256  # a block of 4 bytes unpacks to at most 128 KiB: no slice to more than 8 MiB


class Effort(Enum):
    """How hard repetition is looked for; a packer holds 0.4 MiB while little is shown and 0.8 MiB in a flood (measured)."""

    THOROUGH = zstandard.ZstdCompressionParameters(
        window_log=WINDOW_LOG, hash_log=16, chain_log=16, search_log=3, min_match=5, strategy=zstandard.STRATEGY_LAZY,
        write_content_size=False,
    )  # fmt: skip
    QUICK = zstandard.ZstdCompressionParameters(
        window_log=WINDOW_LOG, hash_log=14, chain_log=12, search_log=1, min_match=6, strategy=zstandard.STRATEGY_FAST,
        write_content_size=False,
    )  # fmt: skip


class Packer:
    """Packs the chunks of one segment. Not thread safe."""

    def __init__(self) -> None:
        self.effort = Effort.THOROUGH
        self._compressor = zstandard.ZstdCompressor(compression_params=self.effort.value)
        self._stream: zstandard.ZstdCompressionObj | None = None
        self._step = 0
        self._bytes = 0
        self._credit = BURST_BYTES
        self._seen_us = 0

    def pack(self, raw: bytes, until_us: int) -> tuple[int, bytes]:
        """The chunk's step, and its bytes. `until_us`: when it was, never earlier than the one before."""
        self._spend(len(raw), until_us)
        if self._stream is None or self._step + 1 == RUN_CHUNKS or self._bytes + len(raw) > RUN_BYTES:
            self._stream = self._begun()
        else:
            self._step += 1
        self._bytes += len(raw)
        return self._step, self._stream.compress(raw) + self._stream.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)

    def end_run(self) -> None:
        """The next chunk stands alone: nothing after it says anything about what came before."""
        self._stream = None

    def _spend(self, size: int, now_us: int) -> None:
        earned = (now_us - self._seen_us) * BYTES_A_SECOND // 1_000_000
        self._credit = max(0, min(BURST_BYTES, self._credit + earned) - size)
        self._seen_us = now_us

    def _begun(self) -> "zstandard.ZstdCompressionObj":
        self._step = self._bytes = 0
        effort = Effort.THOROUGH if self._credit else Effort.QUICK
        if effort is not self.effort:
            self.effort = effort
            self._compressor = zstandard.ZstdCompressor(compression_params=effort.value)
        return self._compressor.compressobj()


class Unpacker:
    """Unpacks the chunks of one segment, run by run, from any chunk at step 0 on."""

    def __init__(self) -> None:
        self._stream: zstandard.ZstdDecompressionObj | None = None
        self._next = 0

    def unpack(self, packed: bytes, step: int, size: int) -> bytes:
        """The `size` bytes that were packed. Raises ValueError: they are not, or this is not the chunk to go on with."""
        stream, self._stream = self._stream, None  # after a failure only a new run is read
        if step == 0:
            stream = zstandard.ZstdDecompressor(max_window_size=1 << WINDOW_LOG).decompressobj()
        elif stream is None or step != self._next:
            raise ValueError("a chunk goes on from one that was not read")
        raw = _unpacked(stream, packed, size)
        self._stream, self._next = stream, step + 1
        return raw


def _unpacked(stream: "zstandard.ZstdDecompressionObj", packed: bytes, size: int) -> bytes:
    raw = bytearray()
    try:
        for at in range(0, len(packed), _SLICE_BYTES):
            raw += stream.decompress(packed[at : at + _SLICE_BYTES])
            if len(raw) > size:
                break
    except zstandard.ZstdError as wrong:
        raise ValueError(str(wrong)) from None
    if len(raw) != size or stream.eof:
        raise ValueError("a chunk's size is not the one it states, or its run ends inside")
    return bytes(raw)
