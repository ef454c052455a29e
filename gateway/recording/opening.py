"""How a recording file begins: magic, signed header, key slots. Writing and reading, no judgement of the signature."""

from dataclasses import dataclass
from typing import BinaryIO, Final

from gateway.crypto.digest import sha256
from gateway.crypto.signing import SIGNATURE_BYTES
from gateway.recording import header
from gateway.recording.frame import MAGIC, NO_HASH, PREFIX, Prefix, Record, RecordKind, closed
from gateway.recording.header import SignedHeader
from gateway.recording.walk import Stop, Walk, read_record

KEY_BYTES_MAX: Final = 1024
_READ_MAX: Final = len(MAGIC) + PREFIX.size + header.BODY_BYTES_MAX + SIGNATURE_BYTES + 32


class OpeningDamaged(Exception):
    """The file's beginning is not one. `stop`: FOREIGN = no recording at all, SHORT = never finished, or cut."""

    def __init__(self, detail: str, *, stop: Stop) -> None:
        super().__init__(detail)
        self.stop = stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """`hash` is the header record's own; `start` the offset of the first chunk. `wrapped` are the slots as they stand."""

    signed: SignedHeader
    body: bytes
    signature: bytes
    hash: bytes
    wrapped: tuple[bytes, ...]
    start: int

    def walk(self, file: BinaryIO) -> Walk:
        """A walk that begins at the first chunk of this file."""
        return Walk(file, position=self.start, tag=self.signed.file, last_hash=self.hash)

    def destroyed(self) -> tuple[int, ...]:
        """Segments whose key slot was overwritten with zeros: nobody can read them any more."""
        return tuple(number for number, slot in enumerate(self.wrapped) if not any(slot))

    def exchanged(self) -> tuple[int, ...]:
        """Segments whose key slot is neither the signed one nor destroyed."""
        pairs = enumerate(zip(self.signed.segments, self.wrapped, strict=True))
        return tuple(number for number, (said, slot) in pairs if any(slot) and sha256(slot) != said.key_digest)


def record(file: bytes, body: bytes, signature: bytes) -> bytes:
    """The header record of a file with the tag `file`."""
    payload = body + signature
    return closed(Prefix(file, RecordKind.HEADER, 0, 0, 0, 0, len(payload), NO_HASH).packed(), payload)


def write(record: bytes, wrapped: tuple[bytes, ...]) -> bytes:
    """The first bytes of the file."""
    return MAGIC + record + b"".join(wrapped)


def read(file: BinaryIO, size: int) -> Opening:
    """The beginning of a file of `size` bytes. Raises OpeningDamaged."""
    file.seek(0)
    magic = file.read(len(MAGIC))
    if magic != MAGIC:
        raise OpeningDamaged("this is no recording", stop=Stop.SHORT if MAGIC.startswith(magic) else Stop.FOREIGN)
    record = read_record(file, len(MAGIC), min(size, _READ_MAX))
    if isinstance(record, Stop):
        raise OpeningDamaged("the header is not whole", stop=record)
    return _opening(file, size, record)


def _opening(file: BinaryIO, size: int, record: Record) -> Opening:
    body, signature = record.payload[:-SIGNATURE_BYTES], record.payload[-SIGNATURE_BYTES:]
    try:
        signed = header.read(body)
    except ValueError as wrong:
        raise OpeningDamaged(f"the header is malformed: {wrong}", stop=Stop.CHANGED) from None
    expected = Prefix(signed.file, RecordKind.HEADER, 0, 0, 0, 0, len(record.payload), NO_HASH)
    if record.prefix != expected or any(not 0 < segment.key_bytes <= KEY_BYTES_MAX for segment in signed.segments):
        raise OpeningDamaged("the header's record is not one", stop=Stop.CHANGED)
    wrapped = tuple(file.read(segment.key_bytes) for segment in signed.segments)
    start = record.end + sum(segment.key_bytes for segment in signed.segments)
    if start > size:
        raise OpeningDamaged("the key slots are not whole", stop=Stop.SHORT)
    return Opening(signed=signed, body=body, signature=signature, hash=record.hash, wrapped=wrapped, start=start)
