"""Checkpoints (C2SP tlog-checkpoint): origin, size and root of the journal's tree, as the text of a signed note.

We write the three lines and no extension line, and read only such. The origin is the name of the journal's key.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final

from gateway.audit.merkle import HASH_BYTES
from gateway.audit.note import NoteMalformed, VerifierKey, read_note, signed_by

CHECKPOINT_BYTES_MAX: Final = 1024

_TEXT: Final = re.compile(r"([^\n]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n")


class CheckpointRefused(NoteMalformed):
    """A checkpoint that this key did not sign, or of another journal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The head of a tree: `size` entries, whose RFC 6962 tree hash is `root` (32 bytes)."""

    origin: str
    size: int
    root: bytes


def write_checkpoint(checkpoint: Checkpoint) -> bytes:
    """The text to be signed, three lines."""
    root = base64.b64encode(checkpoint.root).decode("ascii")
    return f"{checkpoint.origin}\n{checkpoint.size}\n{root}\n".encode()


def read_checkpoint(text: bytes) -> Checkpoint:
    """The checkpoint in a note's text. Raises NoteMalformed for anything else, whatever the bytes."""
    try:
        found = _TEXT.fullmatch(text[:CHECKPOINT_BYTES_MAX].decode())
    except UnicodeDecodeError:
        found = None
    if found is None or len(text) > CHECKPOINT_BYTES_MAX:
        raise NoteMalformed("a checkpoint is an origin, a size and a root, a line each")
    checkpoint = Checkpoint(origin=found[1], size=int(found[2]), root=_root(found[3]))
    if write_checkpoint(checkpoint) != text:
        raise NoteMalformed("a checkpoint in another spelling than the one")
    return checkpoint


def verified(note: bytes, key: VerifierKey) -> Checkpoint:
    """The checkpoint `key` signed. Raises NoteMalformed, or CheckpointRefused for another signer or journal."""
    read = read_note(note)
    checkpoint = read_checkpoint(read.text)
    if not any(signed_by(read, each) for each in key.for_size(checkpoint.size)):
        raise CheckpointRefused(f"not signed by {key.name}")
    if checkpoint.origin != key.name:
        raise CheckpointRefused(f"a checkpoint of {checkpoint.origin[:80]!r}, not of {key.name}")
    return checkpoint


def _root(encoded: str) -> bytes:
    try:
        root = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        root = b""
    if len(root) != HASH_BYTES:
        raise NoteMalformed("a root has 32 bytes")
    return root
