"""What a backup consists of, signed: each part with size and SHA-256, and how far the journal reached.

The file is one line, `sekisho-backup-v1 SIGNATURE`, and canonical JSON. There is one spelling of it: any other byte is
another manifest, and nobody signed that one. It holds ids and hashes only, so that it can be checked without opening anything.
"""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from gateway.audit.canonical import canonical, read_canonical
from gateway.backups.sealed import Measure
from gateway.crypto import signing
from gateway.vocabulary.clock import moment_of, timestamp
from gateway.vocabulary.identifiers import IDENTIFIER
from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.vocabulary.secret import Secret

FILE: Final = "MANIFEST"
BYTES_MAX: Final = 1 << 28
_MAGIC: Final = b"sekisho-backup-v1 "
_TAG: Final = "backup-manifest"
_HEX: Final = re.compile(r"[0-9a-f]{64}")
_FILE: Final = re.compile(
    r"[A-Z]-[0-9]{8}-[0-9A-Z]{10}/[a-z]+\.sealed|recordings/[0-9]{8}/[A-Z0-9.a-f-]{1,120}\.sealed"
)
_KEYS: Final = frozenset({"id", "made_at", "node", "program", "schema", "entries", "head", "parts"})
_PART_KEYS: Final = frozenset({"name", "file", "size", "sha256"})


class ManifestRefused(GatewayFault):
    """No manifest, or none that this master key's backups have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One sealed part. `file` is relative to the folder the backups lie in; `name` is what it was sealed for."""

    name: str
    file: str
    measure: Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A backup. `entries` and `head` (32 bytes): how many entries the journal had, and the hash of the last one."""

    id: str
    made_at: datetime
    node: str
    program: str
    schema: str
    entries: int
    head: bytes
    parts: tuple[Part, ...]

    def part(self, name: str) -> Part:
        """The part of that name. Raises ManifestRefused where there is none."""
        for part in self.parts:
            if part.name == name:
                return part
        raise ManifestRefused(f"the backup {self.id} has no part {name}")


def write(manifest: Manifest, sign: Secret) -> bytes:
    """The signed file."""
    body = canonical(
        {
            "id": manifest.id,
            "made_at": timestamp(manifest.made_at),
            "node": manifest.node,
            "program": manifest.program,
            "schema": manifest.schema,
            "entries": manifest.entries,
            "head": manifest.head.hex(),
            "parts": [
                {"name": part.name, "file": part.file, "size": part.measure.size, "sha256": part.measure.digest.hex()}
                for part in manifest.parts
            ],
        }
    )
    signature = signing.sign(sign, signing.tagged(_TAG, body))
    return _MAGIC + base64.b64encode(signature) + b"\n" + body


def read(data: bytes, verifier: bytes) -> Manifest:
    """The manifest `verifier` signed. Raises ManifestRefused for anything else."""
    first, newline, body = data.partition(b"\n")
    signature = _signature(first)
    if not newline or not signing.verify(verifier, signing.tagged(_TAG, body), signature):
        raise ManifestRefused(
            "the manifest is not signed with this master key's key of backups, or was changed", _FOREIGN
        )
    try:
        return _manifest(read_canonical(body))
    except (ValueError, TypeError, KeyError) as wrong:
        raise ManifestRefused(f"the manifest is of a form this program does not know: {wrong}") from None


def _signature(line: bytes) -> bytes:
    encoded = line.removeprefix(_MAGIC)
    try:
        signature = base64.b64decode(encoded, validate=True)
    except ValueError:
        signature = b""
    if _MAGIC + base64.b64encode(signature) != line:  # one spelling: the last letter has bits that say nothing
        raise ManifestRefused("this is no manifest of a backup", _FOREIGN)
    return signature


def _manifest(read: Mapping[str, Any]) -> Manifest:
    if read.keys() != _KEYS:
        raise ValueError("other fields")
    if not IDENTIFIER.fullmatch(read["id"]):
        raise ValueError("id")
    return Manifest(
        id=read["id"],
        made_at=moment_of(read["made_at"]),
        node=str(read["node"]),
        program=str(read["program"]),
        schema=str(read["schema"]),
        entries=int(read["entries"]),
        head=_digest(read["head"]),
        parts=tuple(_part(part) for part in read["parts"]),
    )


def _part(read: Mapping[str, Any]) -> Part:
    if read.keys() != _PART_KEYS or not _FILE.fullmatch(read["file"]):
        raise ValueError("a part")
    return Part(
        name=str(read["name"]),
        file=str(read["file"]),
        measure=Measure(size=int(read["size"]), digest=_digest(read["sha256"])),
    )


def _digest(text: str) -> bytes:
    if not _HEX.fullmatch(text):
        raise ValueError("a SHA-256")
    return bytes.fromhex(text)


_FOREIGN: Final = Text(
    ja="このバックアップは、この主鍵のゲートウェイが作成したものではないか、書き換えられています。",
    en="This backup was not made by the gateway of this master key, or it was changed.",
)
