"""The numbers of a look-up, read from what a client sends: a text file, one person a line, the number in the first column.

UTF-8 with or without its mark, UTF-16 with its mark, or CP932, as spreadsheets write them. Nothing here keeps, prints or quotes a
number: a refusal names the line. Bounded before anything is decoded.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from gateway.disclosure.inquiry import NUMBERS_MAX
from gateway.vocabulary.outcome import Text

BYTES_MAX: Final = 256 * 1024
LETTERS_MAX: Final = 64  # of one number
LINE_LETTERS_MAX: Final = 4096
LINES_MAX: Final = 20_000
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """At least one, at most NUMBERS_MAX, different people: of each the spellings his number may have in a database.

    Hidden in `repr`.
    """

    spellings: tuple[tuple[str, ...], ...]

    def __repr__(self) -> str:
        return f"Numbers({len(self.spellings)})"

    def __len__(self) -> int:
        return len(self.spellings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfit:
    """Why a file cannot be used; holds nothing of what is in it."""

    code: str
    text: Text


def numbers_of(data: bytes) -> Numbers | Unfit:
    """The numbers in a file, each once, in their order; a first line without a digit is a heading."""
    if len(data) > BYTES_MAX:
        return TOO_LARGE
    text = _decoded(data)
    if isinstance(text, Unfit):
        return text
    found: dict[tuple[str, ...], None] = {}
    try:
        for line, cell in _cells(text):
            if line == 1 and not any(each.isdigit() for each in cell):
                continue
            spellings = _spellings(cell)
            if spellings is None:
                return _unreadable(line)
            found.setdefault(spellings)
            if len(found) > NUMBERS_MAX:
                return TOO_MANY
    except csv.Error:
        return NO_TEXT
    return Numbers(spellings=tuple(found)) if found else EMPTY


def _decoded(data: bytes) -> str | Unfit:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], (encoding,))
    return _strictly(data, ("utf-8", "cp932"))


def _strictly(data: bytes, encodings: Sequence[str]) -> str | Unfit:
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return NO_TEXT if any(_is_control(each) for each in text) else text
    return NO_TEXT


def _is_control(letter: str) -> bool:
    return letter not in "\t\r\n" and unicodedata.category(letter) in ("Cc", "Cs", "Cn", "Co")


def _cells(text: str) -> Iterator[tuple[int, str]]:
    """(line, first cell) of every line that is not empty. Raises csv.Error."""
    lines = text.splitlines()
    if len(lines) > LINES_MAX or any(len(each) > LINE_LETTERS_MAX for each in lines):
        raise csv.Error("a line or a file too long")
    for line, row in enumerate(csv.reader(io.StringIO("\n".join(lines)), strict=True), 1):
        cell = row[0].split("\t")[0].strip() if row else ""
        if cell:
            yield line, cell


def _spellings(cell: str) -> tuple[str, ...] | None:
    """As it is written, and with full-width digits, spaces and hyphens made plain; None for what is no number."""
    plain = "".join(unicodedata.normalize("NFKC", cell).split())
    spelled = tuple(dict.fromkeys((plain, cell)))
    if not plain or any(len(each) > LETTERS_MAX or not each.isprintable() for each in spelled):
        return None
    return spelled


def _unreadable(line: int) -> Unfit:
    return Unfit(
        code="numbers.unreadable",
        text=Text(
            ja=f"{line} 行目の 1 列目を番号として読み取れません（1 行に 1 人、1 列目に {LETTERS_MAX} 文字以内の番号）。",
            en=f"Line {line}: its first column is no number (one person a line, at most {LETTERS_MAX} letters).",
        ),
    )


EMPTY: Final = Unfit(
    code="numbers.none",
    text=Text(ja="番号がありません。1 行に 1 人の番号を書いたファイルを指定してください。",
              en="There is no number in it. Give a file with one person's number on each line."),
)  # fmt: skip
TOO_MANY: Final = Unfit(
    code="numbers.too-many",
    text=Text(ja=f"一度に照会できるのは {NUMBERS_MAX} 人までです。ファイルを分けてください。",
              en=f"At most {NUMBERS_MAX} people can be looked up at once. Divide the file."),
)  # fmt: skip
TOO_LARGE: Final = Unfit(
    code="numbers.too-large",
    text=Text(ja=f"ファイルが大きすぎます（{BYTES_MAX // 1024} KB まで）。番号の列だけを保存し直してください。",
              en=f"The file is too large (at most {BYTES_MAX // 1024} KB). Save the column of numbers alone."),
)  # fmt: skip
NO_TEXT: Final = Unfit(
    code="numbers.no-text",
    text=Text(
        ja="文字として読み取れません。UTF-8 または Shift_JIS の CSV で保存し直してください（Excel のブックは使えません）。",
        en="This is not text that can be read. Save it as CSV in UTF-8 or Shift_JIS (a workbook cannot be read).",
    ),
)
