"""Is this recording what it was when it was sealed? Reads once, in constant memory, and needs no key that opens anything.

The keeper's public key says that header and seal are its own; hashes lead from the header through every record to the seal;
the final hash, from the journal, covers the seal itself. What is wrong is named by chunk. Without a seal the prefix is
checked and nothing is claimed about its end: there, a changed last chunk looks like a torn write.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from gateway.recording import closing, opening, seal
from gateway.recording.closing import SealFound
from gateway.recording.diagnosis import finding_of, ours
from gateway.recording.frame import END_MARK, FOOTER, Prefix, RecordKind
from gateway.recording.opening import Opening, OpeningDamaged
from gateway.recording.ports import HEADER_TAG, SEAL_TAG, is_signed
from gateway.recording.ranges import hash_of_range
from gateway.recording.texts import CANNOT_READ
from gateway.recording.verdict import Finding, Flaw, Verdict
from gateway.recording.walk import Halt, Stop, Walk, sound_records
from gateway.vocabulary.outcome import GatewayFault


def verify(
    path: Path,
    vkey: bytes,
    expected_final_hash: bytes | None = None,
    *,
    recording: str | None = None,
    destroyed: frozenset[int] = frozenset(),
) -> Verdict:
    """The verdict on the file at `path`. `vkey`: the keeper's 32-byte recording key.

    The rest is what the journal says: the final hash, which recording it is, and which segments' keys were destroyed.
    Raises GatewayFault when the file cannot be read at all (rights, a failing disk): then nothing is known about it.
    """
    return verify_opened(lambda: path.open("rb"), vkey, expected_final_hash, recording=recording, destroyed=destroyed)


def verify_opened(
    open_it: Callable[[], BinaryIO],
    vkey: bytes,
    expected_final_hash: bytes | None = None,
    *,
    recording: str | None = None,
    destroyed: frozenset[int] = frozenset(),
) -> Verdict:
    """The same of what `open_it` opens, in a folder or in a store. What it raises is as of files."""
    try:
        with open_it() as file:
            return _Check(file, vkey, expected_final_hash, recording, destroyed).verdict()
    except FileNotFoundError:
        return Verdict(findings=(Finding(flaw=Flaw.MISSING),))
    except OSError as wrong:
        raise GatewayFault(f"the recording cannot be read: {wrong}", CANNOT_READ) from wrong


class _Check:
    """One pass over one open file."""

    def __init__(
        self, file: BinaryIO, vkey: bytes, expected: bytes | None, recording: str | None, destroyed: frozenset[int]
    ) -> None:
        self._file = file
        self._size = file.seek(0, os.SEEK_END)
        self._vkey = vkey
        self._expected = expected
        self._recording = recording
        self._destroyed = destroyed

    def verdict(self) -> Verdict:
        try:
            start = opening.read(self._file, self._size)
        except OpeningDamaged as wrong:
            flaw = Flaw.NOT_A_RECORDING if wrong.stop is Stop.FOREIGN else Flaw.HEADER_CHANGED
            return Verdict(findings=(Finding(flaw=flaw, detail=str(wrong)),), stored_bytes=self._size)
        findings = self._header_findings(start)
        found = closing.find(self._file, self._size)
        return self._unsealed(start, findings) if found is None else self._sealed(start, found, findings)

    def _header_findings(self, start: Opening) -> list[Finding]:
        findings = []
        if not is_signed(self._vkey, HEADER_TAG, start.body, start.signature):
            findings.append(Finding(flaw=Flaw.HEADER_UNSIGNED))
        if self._recording not in (None, start.signed.header.recording):
            findings.append(Finding(flaw=Flaw.OTHER_RECORDING, detail=start.signed.header.recording))
        findings += [Finding(flaw=Flaw.KEY_CHANGED, chunk=segment) for segment in start.exchanged()]
        findings += [
            Finding(flaw=Flaw.KEY_DESTROYED, chunk=segment)
            for segment in start.destroyed()
            if segment not in self._destroyed
        ]
        return findings

    # -- with a seal at its end

    def _sealed(self, start: Opening, found: SealFound, findings: list[Finding]) -> Verdict:
        said, walk = found.seal, start.walk(self._file)
        seal_findings = self._seal_findings(start, found)
        findings += seal_findings
        if not seal_findings:  # an unsigned seal's claims guide nobody
            findings += self._content_findings(start, found, walk)
        if not findings and self._expected not in (None, found.record.hash):
            findings.append(Finding(flaw=Flaw.REPLACED))
        return Verdict(
            findings=tuple(findings), header=start.signed.header, state=said.state, reason=said.reason,
            chunks=walk.chunks, stored_bytes=self._size, raw_bytes=walk.raw_bytes, torn_bytes=said.torn,
            last_at=said.last_at, final_hash=found.record.hash,
        )  # fmt: skip

    def _seal_findings(self, start: Opening, found: SealFound) -> list[Finding]:
        said, header = found.seal, start.signed.header
        if not is_signed(self._vkey, SEAL_TAG, found.body, found.signature):
            return [Finding(flaw=Flaw.SEAL_UNSIGNED)]
        about = (said.recording, said.session, said.person, said.file)
        if about != (header.recording, header.session, header.person, start.signed.file):
            return [Finding(flaw=Flaw.SEAL_FOREIGN, detail=said.recording)]
        return []

    def _content_findings(self, start: Opening, found: SealFound, walk: Walk) -> list[Finding]:
        said, offset, tag = found.seal, found.record.offset, start.signed.file
        halt = walk.to(min(said.length, offset))
        if halt.stop is not Stop.END:
            return [finding_of(walk, halt, self._file, tag=tag, end=offset)]
        if walk.chunks < said.chunks:
            return [Finding(flaw=Flaw.CHUNK_REMOVED, chunk=walk.number, detail=f"to {said.chunks}")]
        if walk.last_hash != said.last_hash:
            return [Finding(flaw=Flaw.CHUNK_REPLACED, chunk=walk.number - 1)]
        if offset != said.length + said.torn:
            return [Finding(flaw=Flaw.INSERTED if offset > said.length + said.torn else Flaw.TORN_CHANGED)]
        if hash_of_range(self._file, said.length, offset) != said.torn_hash:
            return [Finding(flaw=Flaw.TORN_CHANGED)]
        return self._seal_record_findings(start, found, walk)

    def _seal_record_findings(self, start: Opening, found: SealFound, walk: Walk) -> list[Finding]:
        """The seal's own prefix is not signed, but every byte of it follows from what is."""
        said, tag = found.seal, start.signed.file
        payload_bytes = len(found.record.payload)
        derived = Prefix(tag, RecordKind.SEAL, 0, walk.number, walk.until_us, 0, payload_bytes, walk.last_hash)
        last_at = seal.moment(start.signed.header.started_at, walk.until_us)
        if found.record.prefix != derived or said.last_at != last_at or said.chunks != walk.chunks:
            return [Finding(flaw=Flaw.SEAL_CHANGED)]
        if said.beyond:
            return [Finding(flaw=Flaw.DAMAGED_BEFORE_SEAL, chunk=walk.number)]
        return []

    # -- without one

    def _unsealed(self, start: Opening, findings: list[Finding]) -> Verdict:
        walk = start.walk(self._file)
        halt = walk.to(self._size)
        findings += self._end_findings(start, walk, halt)
        return Verdict(
            findings=tuple(findings), header=start.signed.header, chunks=walk.chunks, stored_bytes=self._size,
            raw_bytes=walk.raw_bytes, torn_bytes=self._size - walk.position,
            last_at=seal.moment(start.signed.header.started_at, walk.until_us),
        )  # fmt: skip

    def _end_findings(self, start: Opening, walk: Walk, halt: Halt) -> list[Finding]:
        tag = start.signed.file
        damaged = halt.stop not in (Stop.END, Stop.SEAL) and ours(self._file, walk.position, self._size, tag)
        findings = [finding_of(walk, halt, self._file, tag=tag, end=self._size)] if damaged else []
        seal_end = self._end_of_seal(walk.position, tag)
        if seal_end is not None:
            findings.append(_behind_seal(self._size - seal_end - FOOTER.size))
        elif self._has_end_mark():
            findings.append(Finding(flaw=Flaw.SEAL_CHANGED))
        elif self._expected is not None:
            findings.append(Finding(flaw=Flaw.TRUNCATED, chunk=walk.number))
        return findings

    def _end_of_seal(self, position: int, tag: bytes) -> int | None:
        """Where the last whole seal record of this file ends, if there is one behind `position`."""
        records = sound_records(self._file, position, self._size)
        ends = [one.end for one in records if one.prefix.kind is RecordKind.SEAL and one.prefix.file == tag]
        return ends[-1] if ends else None

    def _has_end_mark(self) -> bool:
        self._file.seek(max(0, self._size - len(END_MARK)))
        return self._file.read() == END_MARK


def _behind_seal(extra: int) -> Finding:
    """A whole seal that does not end the file: `extra` bytes stand behind its footer, or are missing from it."""
    if extra > 0:
        return Finding(flaw=Flaw.APPENDED, detail=f"{extra} bytes")
    return Finding(flaw=Flaw.SEAL_CHANGED if extra == 0 else Flaw.TRUNCATED)
