"""A spreadsheet (ECMA-376 SpreadsheetML) put back into rows: the file keeps texts in one part and cells in others.

Both parts are kept until the end, whichever comes first, within bounds; then each row is read as a line of fields. A document
type declaration has no place in such a file and is refused: entities are how a small file becomes a large one.
"""

from array import array
from xml.parsers import expat

from gateway.guards.personal_data.people import People
from gateway.guards.personal_data.reader import Unreadable

TEXT_BYTES_MAX = 64 * 1024 * 1024
TEXTS_MAX = 1_000_000
CELLS_MAX = 8_000_000
_ROW = 0xFFFFFFFF
_OWN = 0x80000000  # a text that stands in its cell
_LINES = 500  # rows looked at together


def is_part(name: bytes) -> bool:
    """True for a member that holds texts or cells."""
    return name == b"xl/sharedStrings.xml" or (name.startswith(b"xl/worksheets/") and name.endswith(b".xml"))


class Workbook:
    """What the parts of one archive come to."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._shared: list[str] = []
        self._own: list[str] = []
        self._cells = array("I")
        self._bytes = 0

    def part(self, name: bytes) -> "_Part":
        """A reader of one part."""
        return _Shared(self) if name == b"xl/sharedStrings.xml" else _Sheet(self)

    def close(self) -> None:
        """All parts are read: look at the rows."""
        lines: list[str] = []
        row: list[str] = []
        for cell in self._cells:
            if cell != _ROW:
                row.append(self._text(cell))
                continue
            lines.append("\t".join(row))
            row.clear()
            if len(lines) >= _LINES:
                self._people.see("\n".join(lines))
                lines.clear()
        self._people.see("\n".join(lines))

    def share(self, text: str) -> None:
        """The next shared text."""
        self._shared.append(self._kept(text))

    def cell(self, text: str, *, is_shared: bool) -> None:
        """The next cell: a text, or the number of a shared one."""
        if len(self._cells) >= CELLS_MAX:
            raise Unreadable("workbook-too-large")
        if is_shared:
            self._cells.append(int(text) % _OWN if text.isdigit() else 0)
        elif text:
            self._cells.append(_OWN | len(self._own))
            self._own.append(self._kept(text))

    def row(self) -> None:
        """The row ended."""
        self._cells.append(_ROW)

    def _kept(self, text: str) -> str:
        self._bytes += len(text)
        if self._bytes > TEXT_BYTES_MAX or len(self._shared) + len(self._own) >= TEXTS_MAX:
            raise Unreadable("workbook-too-large")
        return text

    def _text(self, cell: int) -> str:
        table, at = (self._own, cell - _OWN) if cell >= _OWN else (self._shared, cell)
        return table[at] if at < len(table) else ""


class _Part:
    """One part's XML as events."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._text: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self.begin
        self._parser.EndElementHandler = self.end
        self._parser.CharacterDataHandler = self._text.append
        self._parser.StartDoctypeDeclHandler = self._declared

    def feed(self, data: bytes) -> None:
        """The next bytes. Raises Unreadable."""
        self._parse(data, is_last=False)

    def close(self) -> None:
        """The part ended."""
        self._parse(b"", is_last=True)

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def taken(self) -> str:
        """The text since the last call."""
        text = "".join(self._text).strip()
        self._text.clear()
        return text

    def _parse(self, data: bytes, *, is_last: bool) -> None:
        try:
            self._parser.Parse(data, is_last)
        except expat.ExpatError as wrong:
            raise Unreadable("broken-archive") from wrong

    def _declared(self, *_: object) -> None:
        raise Unreadable("document-type")


class _Shared(_Part):
    def end(self, name: str) -> None:
        if name == "si":
            self._workbook.share(self.taken())


class _Sheet(_Part):
    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self.taken()
            self._is_shared = attributes.get("t") == "s"

    def end(self, name: str) -> None:
        if name == "c":
            self._workbook.cell(self.taken(), is_shared=self._is_shared)
        elif name == "row":
            self._workbook.row()

    _is_shared = False
