"""Sealing what its writer left open: a crash (途中終了), or an orderly end while the keeper was away (late).

Nothing before the seal is rewritten or cut: the seal states how long the verified prefix is, and the hash of the torn bytes
that stand between it and itself. Doing it twice changes nothing; a torn seal of an earlier attempt is torn bytes too.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from gateway.recording import closing, opening, seal
from gateway.recording.diagnosis import ours
from gateway.recording.frame import own_hash
from gateway.recording.opening import Opening, OpeningDamaged
from gateway.recording.ports import HEADER_TAG, Signer, is_signed
from gateway.recording.ranges import hash_of_range
from gateway.recording.seal import REASON_MAX, Seal, Sealed, SealState
from gateway.recording.tape import Tape
from gateway.recording.texts import CANNOT_SEAL
from gateway.recording.verify import verify
from gateway.recording.walk import Stop, Walk
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverBegan:
    """No file, or none with a whole header.

    A header is on the disk before a session begins: so no session ran on it, or the file was removed.
    """

    path: Path


def recover(path: Path, *, vkey: bytes, signer: Signer, clock: Clock, reason: str) -> Sealed | NeverBegan:
    """Seal an open recording; one that is sealed already is verified and its seal returned.

    `reason` is fixed wording for a crash; an orderly end left its own. Blocks (file, keeper): call it off an event loop.
    Raises GatewayFault when the writer still lives, the header is not ours, a sealed file does not verify, or the disk
    or the keeper fails; the file is then as it was, but for torn bytes at its end.
    """
    try:
        tape = Tape.reopen(path)
        try:
            with path.open("rb") as file:
                return _recover(tape, file, vkey=vkey, signer=signer, clock=clock, reason=reason[:REASON_MAX])
        finally:
            tape.close()
    except FileNotFoundError:
        return NeverBegan(path=path)
    except BlockingIOError as wrong:
        raise GatewayFault("the recording's writer still lives", CANNOT_SEAL) from wrong
    except OSError as wrong:
        raise GatewayFault(f"the recording cannot be recovered: {wrong}", CANNOT_SEAL) from wrong


def _recover(
    tape: Tape, file: BinaryIO, *, vkey: bytes, signer: Signer, clock: Clock, reason: str
) -> Sealed | NeverBegan:
    try:
        start = opening.read(file, tape.size)
    except OpeningDamaged as wrong:
        if wrong.stop is Stop.SHORT:
            return NeverBegan(path=tape.path)
        raise GatewayFault(f"the recording's header is damaged: {wrong}", CANNOT_SEAL) from wrong
    if not is_signed(vkey, HEADER_TAG, start.body, start.signature):
        raise GatewayFault("the recording's header is not signed by this gateway", CANNOT_SEAL)
    found = closing.find(file, tape.size)
    if found is not None:
        return _already(tape, found, vkey)
    return _sealed(tape, file, start, signer=signer, clock=clock, reason=reason)


def _already(tape: Tape, found: closing.SealFound, vkey: bytes) -> Sealed:
    verdict = verify(tape.path, vkey)
    if not verdict.holds:
        flaws = ", ".join(finding.text().en for finding in verdict.findings)
        raise GatewayFault(f"the recording is sealed and does not verify: {flaws}", CANNOT_SEAL)
    return found.sealed(tape.size)


def _sealed(tape: Tape, file: BinaryIO, start: Opening, *, signer: Signer, clock: Clock, reason: str) -> Sealed:
    walk, note = start.walk(file), None
    for record in walk.records(tape.size):
        note = closing.reason_of(record)
    state = SealState.INTERRUPTED if note is None else SealState.LATE
    said = _seal(file, start, walk, tape.size, state=state, reason=note or reason, now=clock.now())
    body = seal.write(said)
    record_bytes = closing.record(
        body, signer.sign("seal", body), file=said.file, number=walk.number, until_us=walk.until_us, prev=walk.last_hash
    )
    tape.append(record_bytes + closing.footer(record_bytes))
    tape.sync()
    return closing.sealed(said, own_hash(record_bytes), tape.size)


def _seal(
    file: BinaryIO, start: Opening, walk: Walk, size: int, *, state: SealState, reason: str, now: datetime
) -> Seal:
    header = start.signed.header
    return Seal(
        recording=header.recording,
        session=header.session,
        person=header.person,
        file=start.signed.file,
        state=state,
        reason=reason,
        chunks=walk.chunks,
        length=walk.position,
        torn=size - walk.position,
        torn_hash=hash_of_range(file, walk.position, size),
        beyond=len(ours(file, walk.position, size, start.signed.file)),
        last_hash=walk.last_hash,
        last_at=seal.moment(header.started_at, walk.until_us),
        sealed_at=now,
    )
