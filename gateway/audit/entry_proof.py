"""Proof of one entry, in one JSON document that needs nothing else: the entry, its path to the root, the signed root.

{"format", "entry": the body as text, "tlog_proof": C2SP tlog-proof v1 with the whole checkpoint in it, "vkey"}. The part
`tlog_proof` is what other tools read. The document's own vkey proves nothing to somebody who has the key from elsewhere.
"""

import base64
import re
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from gateway.audit.canonical import canonical
from gateway.audit.checkpoint import verified
from gateway.audit.entry import Entry, EntryMalformed, rederive
from gateway.audit.merkle import leaf_hash
from gateway.audit.note import NoteMalformed, VerifierKey, read_vkey
from gateway.audit.ports import SignedCheckpoint, TileStore
from gateway.audit.proof import inclusion, verify_inclusion
from gateway.audit.report import Outcome
from gateway.audit.tiles import TileFault, subtree_hash
from gateway.audit.tiling import fits, stored
from gateway.vocabulary.outcome import GatewayFault, Text

FORMAT: Final = "sekisho-entry-proof/1"
DOCUMENT_BYTES_MAX: Final = 262_144

_TLOG: Final = re.compile(
    r"c2sp\.org/tlog-proof@v1\nindex (0|[1-9][0-9]{0,18})\n((?:[A-Za-z0-9+/]{43}=\n){0,64})\n(.+)", re.S
)


class _Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    entry: str
    format: str
    tlog_proof: str
    vkey: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryProof:
    """What a document proves. `entry` and `size` (of the signed tree) are None unless it holds; `key` is the vkey used."""

    outcome: Outcome
    text: Text
    key: str = ""
    entry: Entry | None = None
    size: int | None = None

    def as_data(self) -> dict[str, Any]:
        """The verdict as plain JSON values."""
        return {
            "outcome": self.outcome.name.lower().replace("_", "-"), "ja": self.text.ja, "en": self.text.en, "key": self.key,
            "seq": None if self.entry is None else self.entry.seq, "size": self.size,
        }  # fmt: skip


def prove(entry: Entry, signed: SignedCheckpoint, tiles: TileStore, key: VerifierKey) -> bytes:
    """The document for an entry that `signed` covers, canonical JSON and a newline.

    Raises ValueError if the checkpoint does not cover the entry, GatewayFault if what comes out does not verify (a tile
    missing, a row or tile altered): nobody is handed a proof that proves nothing.
    """
    if not 0 <= entry.seq < signed.size:
        raise ValueError(f"entry {entry.seq} is not covered by the checkpoint of {signed.size} entries")
    try:
        path = inclusion(
            entry.seq, signed.size, subtree_hash(lambda tile: fits(tile, stored(tiles, tile)), signed.size)
        )
    except TileFault as broken:
        raise GatewayFault(f"the journal's tiles are damaged ({broken}); run: sekisho audit verify") from broken
    document = {
        "format": FORMAT,
        "entry": entry.body.decode(),
        "tlog_proof": _tlog_proof(entry.seq, path, signed.note),
        "vkey": str(key),
    }
    written = canonical(document) + b"\n"
    verdict = verify_proof(written, key=key)
    if verdict.outcome is not Outcome.HOLDS:
        raise GatewayFault(f"entry {entry.seq} cannot be proven: {verdict.text.en}; run: sekisho audit verify")
    return written


def verify_proof(document: bytes, *, key: VerifierKey | None = None) -> EntryProof:
    """Verify a document with `key`, or else with its own vkey. Never raises, whatever the bytes."""
    try:
        read = msgspec.json.decode(document[: DOCUMENT_BYTES_MAX + 1], type=_Document)
        parts = _TLOG.fullmatch(read.tlog_proof)
        own = read_vkey(read.vkey)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, NoteMalformed):
        return EntryProof(outcome=Outcome.COULD_NOT_BE_CHECKED, text=_NO_PROOF)
    if parts is None or read.format != FORMAT:
        return EntryProof(outcome=Outcome.COULD_NOT_BE_CHECKED, text=_NO_PROOF)
    return _verdict(read.entry.encode(), int(parts[1]), parts[2], parts[3].encode(), own if key is None else key)


def _verdict(body: bytes, index: int, path: str, note: bytes, key: VerifierKey) -> EntryProof:
    try:
        signed = verified(note, key)
    except NoteMalformed:
        return EntryProof(outcome=Outcome.DOES_NOT_HOLD, text=_NOT_SIGNED, key=str(key))
    hashes = [base64.b64decode(line) for line in path.split()]
    try:
        entry = rederive(body)
    except EntryMalformed:
        return EntryProof(outcome=Outcome.DOES_NOT_HOLD, text=_NOT_INCLUDED, key=str(key))
    if entry.seq != index or not verify_inclusion(index, signed.size, leaf_hash(body), signed.root, hashes):
        return EntryProof(outcome=Outcome.DOES_NOT_HOLD, text=_NOT_INCLUDED, key=str(key))
    return EntryProof(outcome=Outcome.HOLDS, text=_INCLUDED, key=str(key), entry=entry, size=signed.size)


def _tlog_proof(index: int, path: tuple[bytes, ...], note: bytes) -> str:
    hashes = "".join(base64.b64encode(one).decode("ascii") + "\n" for one in path)
    return f"c2sp.org/tlog-proof@v1\nindex {index}\n{hashes}\n{note.decode()}"


_INCLUDED: Final = Text(
    ja="この記録は署名された監査ログに含まれています", en="the entry is in the journal that was signed"
)
_NOT_INCLUDED: Final = Text(
    ja="この記録は署名された監査ログに含まれていません（記録か証明が書き換えられています）",
    en="the entry is not in the journal that was signed: it or its proof was altered",
)
_NOT_SIGNED: Final = Text(
    ja="チェックポイントの署名が検証鍵と合いません", en="the checkpoint is not signed by the verifier key"
)
_NO_PROOF: Final = Text(ja="記録の証明ではありません", en="this is no proof of an entry")
