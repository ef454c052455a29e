"""How a recording file ends: the plain note of an orderly end, then the signed seal and its footer."""

from dataclasses import dataclass
from typing import BinaryIO, Final

from gateway.crypto.digest import DIGEST_BYTES
from gateway.crypto.signing import SIGNATURE_BYTES
from gateway.recording import seal, statement
from gateway.recording.frame import END_MARK, FOOTER, PAYLOAD_MAX, PREFIX, Prefix, Record, RecordKind, closed
from gateway.recording.seal import REASON_MAX, Seal, Sealed
from gateway.recording.walk import read_record

_END: Final = "recording-end"
_SMALLEST: Final = PREFIX.size + DIGEST_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class SealFound:
    """A whole seal at the end of a file. Whether it is signed and true is for `verify` to say."""

    seal: Seal
    body: bytes
    signature: bytes
    record: Record

    def sealed(self, size: int) -> Sealed:
        """The journal's view of it, in a file of `size` bytes."""
        return sealed(self.seal, self.record.hash, size)


def sealed(said: Seal, final_hash: bytes, size: int) -> Sealed:
    """The journal's view of a seal whose record has the hash `final_hash`, in a file of `size` bytes."""
    return Sealed(
        recording=said.recording,
        state=said.state,
        reason=said.reason,
        chunks=said.chunks,
        stored_bytes=size,
        torn_bytes=said.torn,
        final_hash=final_hash,
        last_at=said.last_at,
    )


def end_note(reason: str, *, file: bytes, number: int, until_us: int, prev: bytes) -> bytes:
    """The record that says the writer ended in order. `reason` is fixed wording, at most 200 characters are kept."""
    payload = statement.write(_END, {"reason": reason[:REASON_MAX]})
    return closed(Prefix(file, RecordKind.END, 0, number, until_us, 0, len(payload), prev).packed(), payload)


def reason_of(record: Record) -> str | None:
    """The reason in an end note; None if the record is no well-formed one."""
    if record.prefix.kind is not RecordKind.END:
        return None
    try:
        reason = statement.read(_END, record.payload).get("reason")
    except ValueError:
        return None
    return reason[:REASON_MAX] if isinstance(reason, str) else None


def record(body: bytes, signature: bytes, *, file: bytes, number: int, until_us: int, prev: bytes) -> bytes:
    """The seal record."""
    payload = body + signature
    return closed(Prefix(file, RecordKind.SEAL, 0, number, until_us, 0, len(payload), prev).packed(), payload)


def footer(record: bytes) -> bytes:
    """What stands behind the seal record, so that it is found from the end."""
    return FOOTER.pack(len(record), END_MARK)


def find(file: BinaryIO, size: int) -> SealFound | None:
    """The seal at the very end of a file of `size` bytes; None if no whole one ends there."""
    if size < _SMALLEST + FOOTER.size:
        return None
    file.seek(size - FOOTER.size)
    record_bytes, mark = FOOTER.unpack(file.read(FOOTER.size))
    offset = size - FOOTER.size - record_bytes
    if mark != END_MARK or not _SMALLEST <= record_bytes <= _SMALLEST + PAYLOAD_MAX or offset < 0:
        return None
    return read_at(file, offset, size - FOOTER.size)


def read_at(file: BinaryIO, offset: int, end: int) -> SealFound | None:
    """The seal record that fills `offset` to `end`; None if there is none."""
    file.seek(offset)
    record = read_record(file, offset, end)
    if not isinstance(record, Record) or record.prefix.kind is not RecordKind.SEAL or record.end != end:
        return None
    body, signature = record.payload[:-SIGNATURE_BYTES], record.payload[-SIGNATURE_BYTES:]
    try:
        return SealFound(seal=seal.read(body), body=body, signature=signature, record=record)
    except ValueError:
        return None
