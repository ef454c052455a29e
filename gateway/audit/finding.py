"""What a verification found wrong, each named by its sequence number or its file, in words for an auditor.

A finding says what was expected and what is there; it never guesses who did it.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from gateway.vocabulary.outcome import Text

SHOWN_MAX: Final = 80
FINDINGS_MAX: Final = 200


class What(StrEnum):
    """The ways in which a journal, an export or a witness can fail to hold."""

    CHANGED = "changed"
    DELETED = "deleted"
    INSERTED = "inserted"
    SWAPPED = "swapped"
    TAIL_CUT = "tail-cut"
    COLUMN = "column"
    SIGNATURE = "signature"
    TREE = "tree"
    WITNESS = "witness"
    WITNESS_FILE = "witness-file"
    KEY = "key"
    FILE_ADDED = "file-added"
    FILE_MISSING = "file-missing"
    FILE_ALTERED = "file-altered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that does not hold.

    `seq` to `last` are the entries meant (`last` is the partner of a swap); `place` is a column, a checkpoint or a file;
    `day` the UTC day a witness received what it holds. `expected` and `found` are short texts.
    """

    what: What
    seq: int | None = None
    last: int | None = None
    place: str = ""
    day: str = ""
    expected: str = ""
    found: str = ""

    def text(self) -> Text:
        """The finding in words."""
        ja, en = _WORDS[self.what]
        values: dict[str, Any] = {name: getattr(self, name) for name in self.__dataclass_fields__}
        values["entries"] = f"{self.seq}" if self.last in (None, self.seq) else f"{self.seq}-{self.last}"
        contrast = bool(self.expected or self.found)
        values["ja"] = f"（正: {self.expected or '―'} / 現: {self.found or '―'}）" if contrast else ""
        values["en"] = f" (expected {self.expected or 'none'}, found {self.found or 'none'})" if contrast else ""
        return Text(ja=ja.format(**values), en=_ascii(en.format(**values)))

    def as_data(self) -> dict[str, Any]:
        """The finding as plain JSON values."""
        text = self.text()
        return {
            "what": self.what.value, "seq": self.seq, "last": self.last, "place": self.place, "day": self.day,
            "expected": self.expected, "found": self.found, "ja": text.ja, "en": text.en,
        }  # fmt: skip


@dataclass(slots=True)
class Findings:
    """Collects findings, the `FINDINGS_MAX` of lowest sequence: a journal broken everywhere must not fill the memory."""

    kept: list[Finding] = field(default_factory=list)
    left_out: int = 0

    def add(self, finding: Finding) -> None:
        """Keep a finding, or the lower ones when enough are kept."""
        self.kept.append(finding)
        if len(self.kept) > FINDINGS_MAX:
            self.kept.remove(max(self.kept, key=_order))
            self.left_out += 1

    def in_order(self) -> tuple[Finding, ...]:
        """By sequence number, then those that name only a file, each as found."""
        return tuple(sorted(self.kept, key=_order))


def _order(finding: Finding) -> tuple[bool, int]:
    return finding.seq is None, finding.seq or 0


def shown(value: object) -> str:
    """A value in a finding: bytes as hex, text quoted, never longer than `SHOWN_MAX`."""
    text = value.hex() if isinstance(value, bytes) else str(value)
    return text if len(text) <= SHOWN_MAX else text[: SHOWN_MAX - 3] + "..."


def _ascii(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode("ascii")


_WORDS: Final = {
    What.CHANGED: ("記録 {entries} の内容が書き換えられています{ja}", "entry {entries} was changed{en}"),
    What.DELETED: ("記録 {entries} が削除されています", "entry {entries} was deleted"),
    What.INSERTED: (
        "連番 {entries} の行は後から挿入されたものです{ja}",
        "the row numbered {entries} was inserted{en}",
    ),
    What.SWAPPED: (
        "記録 {seq} と記録 {last} が入れ替えられています",
        "entries {seq} and {last} were swapped",
    ),
    What.TAIL_CUT: (
        "記録 {entries} が末尾から切り取られています（根拠: {place} {day}）",
        "entries {entries} were cut off the end (known from {place} {day})",
    ),
    What.COLUMN: (
        "記録 {entries} の列 {place} が本文と一致しません{ja}",
        "entry {entries}: column {place} is not what its body says{en}",
    ),
    What.SIGNATURE: (
        "{place} の署名が正しくありません{ja}",
        "{place} is not validly signed{en}",
    ),
    What.TREE: (
        "記録 {entries} のいずれかが、署名された {place} の時点から書き換えられています{ja}",
        "some of the entries {entries} are not those that {place} was signed over{en}",
    ),
    What.WITNESS: (
        "立会人の控え {place}（{day} 受領）と一致しません。記録 {entries} のいずれか以降が作り直されています{ja}",
        "disagrees with the witness's {place} received on {day}: rewritten from one of the entries {entries} on{en}",
    ),
    What.WITNESS_FILE: (
        "立会人の控え {place} が壊れているか書き換えられています{ja}",
        "the witness's file {place} is damaged or was altered{en}",
    ),
    What.KEY: ("検証鍵が {place} のものと異なります{ja}", "the verifier key differs from that of {place}{en}"),
    What.FILE_ADDED: ("ファイル {place} が追加されています", "file {place} was added"),
    What.FILE_MISSING: ("ファイル {place} がありません", "file {place} is missing"),
    What.FILE_ALTERED: ("ファイル {place} が書き換えられています{ja}", "file {place} was altered{en}"),
}
