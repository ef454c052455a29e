"""What verification found out about one recording, in words an auditor can act on."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.recording.header import RecordingHeader
from gateway.recording.seal import SealState
from gateway.vocabulary.outcome import Text


class Flaw(StrEnum):
    """What is wrong."""

    MISSING = "missing"
    NOT_A_RECORDING = "not-a-recording"
    HEADER_CHANGED = "header-changed"
    HEADER_UNSIGNED = "header-unsigned"
    OTHER_RECORDING = "other-recording"
    KEY_CHANGED = "key-changed"
    KEY_DESTROYED = "key-destroyed"
    CHUNK_CHANGED = "chunk-changed"
    CHUNK_REMOVED = "chunk-removed"
    CHUNK_SWAPPED = "chunk-swapped"
    CHUNK_REPEATED = "chunk-repeated"
    CHUNK_FOREIGN = "chunk-foreign"
    CHUNK_REPLACED = "chunk-replaced"
    DAMAGED_BEFORE_SEAL = "damaged-before-seal"
    TRUNCATED = "truncated"
    INSERTED = "inserted"
    APPENDED = "appended"
    TORN_CHANGED = "torn-changed"
    SEAL_CHANGED = "seal-changed"
    SEAL_UNSIGNED = "seal-unsigned"
    SEAL_FOREIGN = "seal-foreign"
    REPLACED = "replaced"


TEXTS: dict[Flaw, Text] = {
    Flaw.MISSING: Text(ja="録画ファイルがありません", en="the file is missing"),
    Flaw.NOT_A_RECORDING: Text(ja="録画ファイルではありません", en="the file is no recording"),
    Flaw.HEADER_CHANGED: Text(ja="ヘッダが改変されています", en="the header was changed"),
    Flaw.HEADER_UNSIGNED: Text(ja="ヘッダの署名が正しくありません", en="the header is not signed by this gateway"),
    Flaw.OTHER_RECORDING: Text(ja="別の録画に置き換えられています", en="this is another recording"),
    Flaw.KEY_CHANGED: Text(ja="鍵の欄が改変されています", en="a segment's key was changed"),
    Flaw.KEY_DESTROYED: Text(ja="鍵が消去されています", en="a segment's key was destroyed"),
    Flaw.CHUNK_CHANGED: Text(ja="区間が改変されています", en="the chunk was changed"),
    Flaw.CHUNK_REMOVED: Text(ja="区間が削除されています", en="the chunk was removed"),
    Flaw.CHUNK_SWAPPED: Text(ja="区間の順序が入れ替えられています", en="the chunk was swapped with a later one"),
    Flaw.CHUNK_REPEATED: Text(ja="区間が重複しています", en="the chunk stands there twice"),
    Flaw.CHUNK_FOREIGN: Text(ja="別の録画の区間です", en="a chunk of another recording stands in its place"),
    Flaw.CHUNK_REPLACED: Text(ja="区間が差し替えられています", en="the chunk was replaced"),
    Flaw.DAMAGED_BEFORE_SEAL: Text(
        ja="封印の前に区間が壊れていました", en="the chunk was damaged before the recording was sealed"
    ),
    Flaw.TRUNCATED: Text(ja="末尾が切り取られています", en="the end was cut off"),
    Flaw.INSERTED: Text(ja="封印の前に余分なデータがあります", en="bytes were inserted before the seal"),
    Flaw.APPENDED: Text(ja="封印の後に余分なデータがあります", en="bytes were appended after the seal"),
    Flaw.TORN_CHANGED: Text(ja="書きかけの末尾が改変されています", en="the torn end was changed"),
    Flaw.SEAL_CHANGED: Text(ja="封印が改変されています", en="the seal was changed"),
    Flaw.SEAL_UNSIGNED: Text(ja="封印の署名が正しくありません", en="the seal is not signed by this gateway"),
    Flaw.SEAL_FOREIGN: Text(ja="別の録画の封印です", en="the seal belongs to another recording"),
    Flaw.REPLACED: Text(
        ja="監査ログの最終ハッシュと一致しません（差し替え）", en="the final hash is not the journal's: replaced"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One flaw. `chunk` is a chunk's number (from 1), for `KEY_*` the segment's; None where neither applies."""

    flaw: Flaw
    chunk: int | None = None
    detail: str = ""

    def text(self) -> Text:
        """The sentence to show, with the number."""
        said = TEXTS[self.flaw]
        where = "" if self.chunk is None else f" #{self.chunk}"
        more = f" ({self.detail})" if self.detail else ""
        return Text(ja=f"{said.ja}{where}", en=f"{said.en}{where}{more}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`state` is None for a recording without a seal: still running, or waiting for recovery. Its prefix was checked.

    `findings` begins with the first flaw in the file. `torn_bytes` stand outside the recording (a torn write).
    """

    findings: tuple[Finding, ...]
    header: RecordingHeader | None = None
    state: SealState | None = None
    reason: str = ""
    chunks: int = 0
    stored_bytes: int = 0
    raw_bytes: int = 0
    torn_bytes: int = 0
    last_at: datetime | None = None
    final_hash: bytes | None = None

    @property
    def holds(self) -> bool:
        """True for a sealed recording without a flaw. An unsealed one never holds; say so, do not call it broken."""
        return self.state is not None and not self.findings

    @property
    def unsealed(self) -> bool:
        """True for a sound prefix without a seal."""
        return self.state is None and not self.findings
