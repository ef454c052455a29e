"""Signed notes (C2SP signed-note v1, Ed25519, type 0x01): a text, a blank line, one line a signature; and verifier keys.

A vkey is `NAME+ID+BASE64(0x01 || public key)`, ID being eight hex digits. A note's text means nothing before `signed_by`
said yes: signatures of unknown keys are ignored, a wrong one of the known key spoils the note.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final

from gateway.crypto import signing
from gateway.crypto.digest import sha256

NOTE_BYTES_MAX: Final = 65_536
SIGNATURES_MAX: Final = 64

_ED25519: Final = b"\x01"
_ID_BYTES: Final = 4
_DASH: Final = "\N{EM DASH} "
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,18}")
_NAME: Final = re.compile(r"[^\s+\x00-\x1f]+")


class NoteMalformed(ValueError):
    """Bytes that are no signed note, no checkpoint or no verifier key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierKey:
    """Whose signature is asked for. `str()` is the vkey text. Raises NoteMalformed for a name or key that is none.

    `former`: keys that signed under this name before, each with the greatest tree it signed: beyond that it counts for nothing,
    so that a key which was renewed because it was stolen signs nothing new.
    """

    name: str
    public: bytes
    former: tuple[tuple[bytes, int], ...] = ()

    def __post_init__(self) -> None:
        if not _is_name(self.name) or len(self.public) != signing.PUBLIC_BYTES:
            raise NoteMalformed("a verifier key has a name without space or plus, and 32 bytes")

    @property
    def id(self) -> bytes:
        """The four bytes that stand before each signature of this key."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public)[:_ID_BYTES]

    def __str__(self) -> str:
        lines = [f"{self.name}+{self.id.hex()}+{_base64(_ED25519 + self.public)}"]
        lines += [f"{VerifierKey(name=self.name, public=public)} {until}" for public, until in self.former]
        return "\n".join(lines)

    def for_size(self, size: int) -> "tuple[VerifierKey, ...]":
        """The keys that may have signed a tree of so many entries, each by itself."""
        before = (VerifierKey(name=self.name, public=public) for public, until in self.former if size <= until)
        return (VerifierKey(name=self.name, public=self.public), *before)

    def continues(self, other: "VerifierKey") -> bool:
        """True if `other` is this key, as it is now or was before."""
        publics = {self.public, *(public for public, _ in self.former)}
        return other.name == self.name and other.public in publics


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSignature:
    """One signature line: who says to have signed, and the bytes (64 for Ed25519, others for keys we do not know)."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note taken apart, not yet believed. `text` ends with a newline."""

    text: bytes
    signatures: tuple[NoteSignature, ...]


def read_vkey(text: str) -> VerifierKey:
    """The key a vkey names, and those before it, a line each. Raises NoteMalformed, also when an id is not its key's."""
    line, *former = text.split("\n")
    if len(former) >= SIGNATURES_MAX:
        raise NoteMalformed("too many keys before this one")
    found = _one_vkey(line)
    before = tuple(_former(each, found.name) for each in former)
    return VerifierKey(name=found.name, public=found.public, former=before)


def _former(line: str, name: str) -> tuple[bytes, int]:
    vkey, _, until = line.partition(" ")
    found = _one_vkey(vkey)
    if found.name != name or not _SIZE.fullmatch(until):
        raise NoteMalformed("a former key has the same name, and the size of the last tree it signed")
    return found.public, int(until)


def _one_vkey(text: str) -> VerifierKey:
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    typed = _unbase64(encoded)
    if typed[:1] != _ED25519:
        raise NoteMalformed("not the verifier key of an Ed25519 signer")
    key = VerifierKey(name=name, public=typed[1:])
    if key.id.hex() != key_id:
        raise NoteMalformed("the verifier key's id does not belong to it")
    return key


def write_note(text: bytes, key: VerifierKey, signature: bytes) -> bytes:
    """The note of `text` with one signature of `key`."""
    line = f"{_DASH}{key.name} {_base64(key.id + signature)}\n"
    return text + b"\n" + line.encode()


def read_note(data: bytes) -> Note:
    """The parts of a note. Raises NoteMalformed for anything else, whatever the bytes."""
    if len(data) > NOTE_BYTES_MAX:
        raise NoteMalformed(f"a note has at most {NOTE_BYTES_MAX} bytes")
    try:
        whole = data.decode()
    except UnicodeDecodeError:
        raise NoteMalformed("a note is UTF-8") from None
    if _CONTROL.search(whole):
        raise NoteMalformed("a note has no control characters")
    text, blank, block = whole.rpartition("\n\n")
    if not blank or not block.endswith("\n"):
        raise NoteMalformed("a note is a text, a blank line, and lines of signatures")
    lines = block[:-1].split("\n")
    if len(lines) > SIGNATURES_MAX:
        raise NoteMalformed(f"a note has at most {SIGNATURES_MAX} signatures")
    return Note(text=text.encode() + b"\n", signatures=tuple(_signature(line) for line in lines))


def signed_by(note: Note, key: VerifierKey) -> bool:
    """True if the note bears a signature of `key`, and none under its name and id that is wrong."""
    claimed = [one.signature for one in note.signatures if one.name == key.name and one.key_id == key.id]
    return bool(claimed) and all(signing.verify(key.public, note.text, signature) for signature in claimed)


def _signature(line: str) -> NoteSignature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space or not _is_name(name):
        raise NoteMalformed("a signature line is a dash, a name and base 64")
    blob = _unbase64(encoded)
    if len(blob) <= _ID_BYTES:
        raise NoteMalformed("a signature has a key id and then some bytes")
    return NoteSignature(name=name, key_id=blob[:_ID_BYTES], signature=blob[_ID_BYTES:])


def _is_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _unbase64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteMalformed("not base 64") from None
    if _base64(data) != text:
        raise NoteMalformed("base 64 in another spelling than the one")
    return data
