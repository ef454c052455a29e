"""How a recording begins: key, header, signature, file, first chunk; on the disk before anybody hears that it exists."""

from dataclasses import dataclass
from pathlib import Path

from gateway.crypto import wrapping
from gateway.crypto.aead import new_key
from gateway.crypto.digest import sha256
from gateway.recording import header, opening
from gateway.recording.chain import Chain
from gateway.recording.content_key import WrapTo, slot
from gateway.recording.envelope import ChunkWriter
from gateway.recording.frame import TAG_BYTES, own_hash
from gateway.recording.header import SALT_BYTES, PersonalHeader, RecordingHeader, Segment, SignedHeader
from gateway.recording.paths import path_in
from gateway.recording.ports import Signer, key_context
from gateway.recording.tape import Tape
from gateway.recording.terminal_event import Code, TerminalEvent
from gateway.recording.texts import CANNOT_START
from gateway.vocabulary.outcome import GatewayFault


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What a recorder goes on with."""

    signed: SignedHeader
    tape: Tape
    chain: Chain
    chunks: ChunkWriter


def begin(folder: Path, facts: RecordingHeader, personal: PersonalHeader, *, wrap_to: WrapTo, signer: Signer) -> Begun:
    """A new file in `folder`: signed header, wrapped key, and a first chunk with the personal half. Raises GatewayFault."""
    key = new_key()
    wrapped = slot(wrap_to.name, wrapping.wrap(wrap_to.public, key, key_context(facts.recording, 0)))
    first = header.write_personal(personal, new_key().reveal()[:SALT_BYTES])
    signed = SignedHeader(
        header=facts,
        file=sha256(wrapped)[:TAG_BYTES],  # the slot holds 44 bytes of chance
        personal=sha256(first),
        segments=(Segment(clients=facts.clients, key_digest=sha256(wrapped), key_bytes=len(wrapped)),),
    )
    body = header.write(signed)
    record = opening.record(signed.file, body, signer.sign("header", body))
    chain = Chain(signed.file, own_hash(record))
    chunks = ChunkWriter(key, file=signed.file, segment=0)
    chunk = chain.chunk(chunks, [TerminalEvent(0, Code.PERSONAL, first)])
    chunks.end_run()  # a name must not be guessable by the size of what a screen shows later
    tape = _written(path_in(folder, facts.recording), opening.write(record, (wrapped,)) + chunk)
    return Begun(signed=signed, tape=tape, chain=chain, chunks=chunks)


def _written(path: Path, start: bytes) -> Tape:
    """A new file that holds `start`, on the disk with its name; no half file is left. Raises GatewayFault."""
    try:
        tape = Tape.create(path)
    except OSError as wrong:
        raise GatewayFault(f"no recording can be made: {wrong}", CANNOT_START) from wrong
    try:
        tape.append(start)
        tape.sync()
        tape.sync_name()
    except OSError as wrong:
        path.unlink(missing_ok=True)
        tape.close()
        raise GatewayFault(f"the recording's header cannot be written: {wrong}", CANNOT_START) from wrong
    return tape
