"""One part of a backup: a stream of bytes sealed for whoever holds the opening key, in constant memory.

`magic | data key wrapped for the label (93 bytes) | chunks`. Each chunk is AES-256-GCM over 256 KiB (the last over what is
left, perhaps nothing) with the label as AAD and its number and a mark of the last one as nonce (the STREAM construction of
Hoang, Reyhanitabar, Rogaway, Vizár 2015): a part that was cut, continued, reordered or put in another's place does not open.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import BinaryIO, Final

from gateway.crypto import aead, wrapping
from gateway.crypto.aead import Aead, SealBroken
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret

MAGIC: Final = b"sekisho-sealed-part-v1\n"
CHUNK_BYTES: Final = 256 * 1024
_WRAPPED_BYTES: Final = 1 + wrapping.PUBLIC_BYTES + aead.NONCE_BYTES + aead.KEY_BYTES + aead.TAG_BYTES
_HEAD_BYTES: Final = len(MAGIC) + _WRAPPED_BYTES
_SEALED_BYTES: Final = CHUNK_BYTES + aead.TAG_BYTES


class PartDamaged(GatewayFault):
    """A part that is not what was sealed, or not in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Size in bytes and SHA-256 (32 bytes) of a part as it lies on the disk."""

    size: int
    digest: bytes


def sealed_size(plain: int) -> int:
    """How long the part of `plain` bytes is."""
    return _HEAD_BYTES + plain + aead.TAG_BYTES * max(1, -(-plain // CHUNK_BYTES))


def seal(source: Iterable[bytes], out: BinaryIO, *, public: bytes, label: str) -> Measure:
    """Write `source` to `out`, sealed for the holder of `public`'s private half. Raises OSError."""
    key, place = aead.new_key(), _place(label)
    cipher, hashed = Aead(key), hashlib.sha256()
    size = 0
    for piece in _written(source, cipher, MAGIC + wrapping.wrap(public, key, place), place):
        out.write(piece)
        hashed.update(piece)
        size += len(piece)
    return Measure(size=size, digest=hashed.digest())


def opened(source: BinaryIO, *, private: Secret, label: str, expected: Measure) -> Iterator[bytes]:
    """The bytes that were sealed, chunk by chunk. What was given out counts only once the iterator has ended by itself.

    Raises PartDamaged, at the end at the latest, unless the part is exactly what `expected` measured.
    """
    hashed, size = hashlib.sha256(), 0
    place, numbers = _place(label), count()
    head = source.read(_HEAD_BYTES)
    hashed.update(head)
    size += len(head)
    cipher = _cipher(head, private, place)
    piece = source.read(_SEALED_BYTES)
    while True:
        following = source.read(_SEALED_BYTES)
        hashed.update(piece)
        size += len(piece)
        yield _plain(cipher, piece, _nonce(next(numbers), last=not following), place)
        if not following:
            break
        piece = following
    if (size, hashed.digest()) != (expected.size, expected.digest):
        raise PartDamaged(f"{label} is not the part the backup was made with")


def measure(source: BinaryIO) -> Measure:
    """Size and SHA-256 of a file, read to its end."""
    hashed, size = hashlib.sha256(), 0
    while piece := source.read(1 << 20):
        hashed.update(piece)
        size += len(piece)
    return Measure(size=size, digest=hashed.digest())


def _written(source: Iterable[bytes], cipher: Aead, head: bytes, place: bytes) -> Iterator[bytes]:
    yield head
    held, number = bytearray(), 0
    for piece in source:
        held += piece
        while len(held) > CHUNK_BYTES:  # one chunk stays back: the last one is marked
            yield cipher.seal_with_nonce(_nonce(number, last=False), bytes(held[:CHUNK_BYTES]), place)
            del held[:CHUNK_BYTES]
            number += 1
    yield cipher.seal_with_nonce(_nonce(number, last=True), bytes(held), place)


def _cipher(head: bytes, private: Secret, place: bytes) -> Aead:
    if len(head) != _HEAD_BYTES or not head.startswith(MAGIC):
        raise PartDamaged("this is no part of a backup")
    try:
        return Aead(wrapping.unwrap(private, head[len(MAGIC) :], place))
    except SealBroken:
        raise PartDamaged("a part of the backup is sealed for another key, or stands in another's place") from None


def _plain(cipher: Aead, piece: bytes, nonce: bytes, place: bytes) -> bytes:
    try:
        return cipher.open_with_nonce(nonce, piece, place)
    except SealBroken:
        raise PartDamaged("a part of the backup was changed or cut") from None


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(aead.NONCE_BYTES - 1, "big") + bytes([last])


def _place(label: str) -> bytes:
    return b"sekisho backup part v1\0" + label.encode("utf-8")
