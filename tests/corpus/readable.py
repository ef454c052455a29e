"""Ways to print people's values that an eye still reads: every layout, spelling and filling between characters; drawn by chance.

`Dressed.stream` is what a target sends, `reads` what a reader makes of a text that stood on the screen (who prints numbers
backwards reads them backwards). `Eye` is that reader: text as it came, and every picture there was.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from gateway.guards.emulator import Emulator
from tests.corpus.people import Customer, customers, width

Chance = random.Random
Piece = tuple[float, str]
COLUMNS, ROWS = 120, 40
PAGE: Final = 30  # rows of a page that is painted
PEOPLE: Final = 150
NL: Final = "\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dressed:
    """`values` are what one person each would be known by: digits alone, or text without spaces."""

    name: str
    stream: list[Piece]
    values: tuple[str, ...]
    reads: Callable[[str], str]
    pictures: bool


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    value: str
    plain: str


_SEQUENCES: Final = ("\x1b[m", "\x1b[1;31m", "\x1b[?25h", "\x1b[0;38;5;99m", "\x0f", "\x1b=", "\a", "\x1b(B")
_UNSEEN: Final = "\u200b\u200c\u200d\u2060\u00ad\ufeff\u180e\u200e\u2063\ufe0f\ufe00"
_COMBINING: Final = "\u0301\u0332\u0338\u20dd\u20e3\u034f\u0489\u3099"
_ZEROS: Final = tuple(
    code
    for code in range(0x80, 0x20000)
    if unicodedata.category(chr(code)) == "Nd" and unicodedata.digit(chr(code), 1) == 0
)
_SEPARATORS: Final = ("-", "", " ", ".", "‐", "–", "−", "ー", "/", "・", "~", "_", "  ", "\t", "|", ",", "=", ":", "*")


def drawn(seed: str, count: int) -> Iterator[Dressed]:
    """So many; each layout comes before one comes again."""
    chance = Chance(seed)
    names = list(_LAYOUTS)
    for number in range(count):
        if number % len(names) == 0:
            chance.shuffle(names)
        yield dressed(names[number % len(names)], chance)


def dressed(layout: str, chance: Chance, people: int = PEOPLE) -> Dressed:
    """One of that layout. Whoever has a bare number of ten digits, which any id may be, is not among them."""
    made = _LAYOUTS[layout]
    kind = chance.choice(made.kinds)
    who = [one for one in customers(2 * people, chance.randrange(10**6)) if kind != "phone" or _is_known(one[kind])]
    script, spell = _spelling(chance) if kind in ("mobile", "phone") else ("as it is", str)
    separator = chance.choice(made.separators) if made.uniform or chance.random() < 0.5 else None
    filling, fill = _filling(chance) if made.may_fill else ("nothing", str)
    rows = [_row(one, kind, separator, spell) for one in who[:people]]
    parts = [kind, layout, script]
    parts += [f"{filling} between"] if filling != "nothing" else []
    parts += [f"grouped by {separator!r}"] if kind == "mobile" and separator is not None else []
    stream = made.paint([_Row(row.name, fill(row.value), row.plain) for row in rows], chance)
    return Dressed(
        name=", ".join(parts),
        stream=[(0.0, piece) if isinstance(piece, str) else piece for piece in stream],
        values=tuple(row.plain for row in rows),
        reads=made.reads,
        pictures=made.pictures,
    )


def _is_known(number: str) -> bool:
    return not number.isdigit() and not squeezed(number).startswith(("0120", "(0120", "0800", "(0800"))


def _row(one: Customer, kind: str, separator: str | None, spell: Callable[[str], str]) -> _Row:
    value = one[kind]
    if kind == "mobile" and separator is not None:
        digits = one["mobile_n"]
        value = separator.join((digits[:3], digits[3:7], digits[7:]))
    plain = one[f"{kind}_n"] if kind in ("mobile", "phone", "card") else squeezed(value)
    return _Row(one["name"], spell(value), plain)


def _spelling(chance: Chance) -> tuple[str, Callable[[str], str]]:
    match chance.randrange(6):
        case 0 | 1:
            return "ASCII", str
        case 2:
            return "full-width", lambda text: text.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)})
        case 3:
            return "kanji digits", lambda text: text.translate(str.maketrans("0123456789", "〇一二三四五六七八九"))
        case 4:
            circled = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
            return "circled digits", lambda text: text.translate(circled)
        case _:
            zero = chance.choice(_ZEROS)
            table = {0x30 + one: zero + one for one in range(10)}
            return f"digits of {unicodedata.name(chr(zero)).title()}", lambda text: text.translate(table)


def _filling(chance: Chance) -> tuple[str, Callable[[str], str]]:
    times = chance.choice((1, 1, 2, 5, 20))
    match chance.randrange(7):
        case 0 | 1 | 2:
            return "nothing", str
        case 3:
            signs = "".join(chance.choices(_SEQUENCES, k=times))
            name = f"{times} sequences"
        case 4:
            signs, name = "".join(chance.choices(_UNSEEN, k=times)), f"{times} signs of no width"
        case 5:
            signs, name = "".join(chance.choices(_COMBINING, k=min(times, 2))), "combining signs"
        case _:
            signs, name = "".join(chance.choices((*_UNSEEN, *_SEQUENCES), k=times)), f"{times} of both"
    return name, lambda text: "".join(f"{sign}{signs}" for sign in text)


# -- layouts: text -------------------------------------------------------------------------------------------------------


def _lines(rows: Sequence[_Row], chance: Chance) -> Iterator[str]:
    begins, ends = chance.choice((("", ""), ("caller ", " ok"), ("> ", ""), ("[", "]"), ("x", "y"), ("「", "」")))
    for row in rows:
        yield f"{begins}{row.value}{ends}{NL}"


def _named(rows: Sequence[_Row], chance: Chance) -> Iterator[str]:
    between = chance.choice((" ", ",", "\t", " | ", "  ", ";", "/"))
    for number, row in enumerate(rows):
        yield between.join((str(number), row.name, row.value, "active")) + NL


def _logged(rows: Sequence[_Row], chance: Chance) -> Iterator[str]:
    key = chance.choice(("tel=", "caller ", "to: ", "n=", "<", "id ", "ref-"))
    for number, row in enumerate(rows):
        yield f"Nov 23 10:{number // 60:02}:{number % 60:02} host app[311]: {key}{row.value} done{NL}"


def _wrapped(rows: Sequence[_Row], chance: Chance) -> Iterator[str]:
    """Over the edge of the window."""
    for row in rows:
        shown = width(re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b.|[\x00-\x1f]", "", row.value))
        fills = COLUMNS - chance.randrange(2, max(3, shown - 1))
        yield "." * fills + " " + row.value + NL


def _broken(rows: Sequence[_Row], chance: Chance) -> Iterator[str]:
    """A value's second half on the next line."""
    for row in rows:
        cut = chance.randrange(2, len(row.value) - 1)
        yield f"{row.value[:cut]}{NL}{row.value[cut:]}{NL}{NL}"


def _spaced(rows: Sequence[_Row], chance: Chance) -> Iterator[str]:
    space = chance.choice((" ", "  ", "   ", ".", "-", " . ", "_", "\t"))
    for row in rows:
        yield space.join(row.value) + NL


def _one_a_line(rows: Sequence[_Row], chance: Chance) -> Iterator[str]:
    for row in rows:
        yield NL.join(row.value) + NL + chance.choice(("", NL, "--" + NL))


def _halves(rows: Sequence[_Row], chance: Chance) -> Iterator[str]:
    """Half a column, then the other half; a page at a time or all of them."""
    page, cut, swapped = chance.choice((5, 20, 40, len(rows))), chance.choice((4, 5, 6, 7)), chance.random() < 0.5
    label = chance.choice(("", "", "x ", "part "))
    for at in range(0, len(rows), page):
        halves = [[row.plain[:cut] for row in rows[at : at + page]], [row.plain[cut:] for row in rows[at : at + page]]]
        for half in reversed(halves) if swapped else halves:
            yield from (f"{label}{part}{NL}" for part in half)
        yield "swapped" + NL if swapped else "=" + NL


def _reads_halves(text: str) -> str:
    """Each page's halves put together."""
    found, page = [], list[str]()
    for line in text.splitlines():
        if line in ("=", "swapped"):
            halves = page[: len(page) // 2], page[len(page) // 2 :]
            found += map("".join, zip(*(reversed(halves) if line == "swapped" else halves), strict=False))
            page = []
        else:
            page.append(line.strip().rpartition(" ")[2])
    return "\n".join(found)


def _backwards(rows: Sequence[_Row], chance: Chance) -> Iterator[str]:
    for row in rows:
        yield row.value[::-1] + chance.choice(("", " ok", f" {row.name}")) + NL


def _transposed(rows: Sequence[_Row], chance: Chance) -> Iterator[str]:
    """A number a column: the n-th line has everybody's n-th character."""
    block, between = chance.choice((5, 10, 20, 40)), chance.choice(("", " "))
    for at in range(0, len(rows), block):
        for signs in zip_longest(*(row.value for row in rows[at : at + block]), fillvalue=" "):
            yield between.join(signs) + NL
        yield "=" + NL


def _reads_transposed(text: str) -> str:
    pages = text.split("=\n")
    return "\n".join(
        "\n".join("".join(column) for column in zip_longest(*page.split("\n"), fillvalue=" ")) for page in pages
    )


def _slowly(rows: Sequence[_Row], chance: Chance) -> Iterator[Piece]:
    """Some characters at a time."""
    size = chance.choice((1, 2, 4))
    for row in rows:
        text = f"caller {row.value}{NL}"
        yield from ((0.03, text[at : at + size]) for at in range(0, len(text), size))


# -- layouts: the cursor -------------------------------------------------------------------------------------------------


def _overwritten(rows: Sequence[_Row], chance: Chance) -> Iterator[Piece]:
    """The end of it first, its beginning over what stood there."""
    for row in rows:
        cut = len(row.value) // 2
        yield 0.0, "x" * cut + row.value[cut:]
        yield chance.choice((0.0, 0.05)), f"\r{row.value[:cut]}{NL}"


def _corrected(rows: Sequence[_Row], chance: Chance) -> Iterator[str]:
    """Each character in the place of a wrong one."""
    wrong = chance.choice("x#0")
    for row in rows:
        yield "".join(f"{wrong}\b{sign}" for sign in row.value) + NL


def _moved(rows: Sequence[_Row], chance: Chance) -> Iterator[str]:
    """Each character sent to its column."""
    how = chance.choice(("\x1b[{}G", "\x1b[{}`"))
    for row in rows:
        places = list(enumerate(row.value, 1))
        chance.shuffle(places)
        yield "".join(how.format(place) + sign for place, sign in places) + NL


def _inserted(rows: Sequence[_Row], chance: Chance) -> Iterator[str]:
    """From its end, each character inserted before the others."""
    for row in rows:
        yield "".join(f"\r\x1b[@{sign}" for sign in reversed(row.value)) + NL


def _deleted(rows: Sequence[_Row], chance: Chance) -> Iterator[str]:
    """What stood between its characters taken out."""
    for row in rows:
        text = "".join(f"{sign}x" for sign in row.value)
        yield text + "".join(f"\x1b[{place}G\x1b[P" for place in range(len(text), 0, -2)) + NL


def _repeated(rows: Sequence[_Row], chance: Chance) -> Iterator[str]:
    """A digit that stands twice is repeated by a sequence."""
    for row in rows:
        yield re.sub(r"(.)\1", "\\1\x1b[b", row.value) + NL


def _painted(rows: Sequence[_Row], chance: Chance) -> Iterator[Piece]:
    """A page of cells, in whatever order."""
    order = chance.choice(("in order", "backwards", "by chance", "by columns"))
    pause = chance.choice((0.0, 0.0, 0.02))
    begins = chance.choice(("", "\x1b[?1049h")) + "\x1b[2J"
    for at in range(0, len(rows), PAGE):
        cells = [
            (number + 1, column + 5, sign)
            for number, row in enumerate(rows[at : at + PAGE])
            for column, sign in enumerate(row.value)
        ]
        if order == "by chance":
            chance.shuffle(cells)
        cells = cells[::-1] if order == "backwards" else cells
        cells = sorted(cells, key=lambda cell: cell[1]) if order == "by columns" else cells
        yield 0.05, begins
        for start in range(0, len(cells), 40):
            yield pause, "".join(f"\x1b[{row};{column}H{sign}" for row, column, sign in cells[start : start + 40])


def _two_pictures(rows: Sequence[_Row], chance: Chance) -> Iterator[Piece]:
    """Half a column, and later the other half beside it."""
    for at in range(0, len(rows), PAGE):
        page, cut = rows[at : at + PAGE], chance.randrange(3, 8)
        yield 0.05, "\x1b[2J" + "".join(f"\x1b[{number};1H{row.value[:cut]}" for number, row in enumerate(page, 1))
        yield 0.05, "".join(f"\x1b[{number};{cut + 1}H{row.value[cut:]}" for number, row in enumerate(page, 1))


def _panes(rows: Sequence[_Row], chance: Chance) -> Iterator[Piece]:
    """Wrapped within a pane, something else beside it."""
    border, wide = chance.choice("│┃|║"), chance.choice((6, 8, 12))
    for at in range(0, len(rows), PAGE // 3):
        lines = [
            row.value[start : start + wide]
            for row in rows[at : at + PAGE // 3]
            for start in range(0, len(row.value), wide)
        ]
        edge = 1 + max(width(line) for line in lines)
        painted = (
            f"\x1b[{number};1H{line}\x1b[{number};{edge}H{border}log {number}"
            for number, line in enumerate(lines[:ROWS], 1)
        )
        yield 0.05, "\x1b[?1049h\x1b[2J" + "".join(painted)


def _reads_panes(text: str) -> str:
    """The left one alone."""
    return "".join(re.split("[│┃|║]", line, maxsplit=1)[0].strip() for line in text.split("\n"))


def _rolled(rows: Sequence[_Row], chance: Chance) -> Iterator[Piece]:
    """In a region of three rows that rolls, the beginning and the end of each on a row of its own."""
    yield 0.0, "\x1b[2J\x1b[10;12r"
    for row in rows:
        cut = len(row.value) // 2
        yield 0.02, f"\x1b[12;1H\r\n{row.value[:cut]}\r\n{row.value[cut:]}"
    yield 0.02, "\x1b[r"


@dataclass(frozen=True, slots=True)
class _Layout:
    paint: Callable[[Sequence[_Row], Chance], Iterator[str] | Iterator[Piece]]
    kinds: tuple[str, ...] = ("mobile", "mobile", "phone", "email", "address", "card")
    reads: Callable[[str], str] = str
    may_fill: bool = True
    uniform: bool = False
    separators: tuple[str, ...] = _SEPARATORS
    pictures: bool = False


_NUMBERS: Final = ("mobile", "mobile", "phone", "card")
_LAYOUTS: Final = {
    "lines": _Layout(_lines),
    "beside a name": _Layout(_named),
    "in a log": _Layout(_logged),
    "wrapped": _Layout(_wrapped, pictures=True),
    "broken lines": _Layout(_broken, may_fill=False, kinds=_NUMBERS),
    "letter-spaced": _Layout(_spaced, kinds=_NUMBERS, may_fill=False),
    "one character a line": _Layout(_one_a_line, may_fill=False, kinds=_NUMBERS),
    "two passes of half columns": _Layout(_halves, may_fill=False, kinds=("mobile",), reads=_reads_halves),
    "backwards": _Layout(_backwards, may_fill=False, kinds=_NUMBERS, reads=lambda text: text[::-1]),
    "transposed": _Layout(_transposed, may_fill=False, kinds=("mobile",), uniform=True, reads=_reads_transposed),
    "slowly": _Layout(_slowly),
    "overwritten": _Layout(_overwritten, pictures=True, may_fill=False),
    "corrected": _Layout(_corrected, pictures=True, may_fill=False),
    "sent to columns": _Layout(_moved, pictures=True, may_fill=False, kinds=("mobile", "email", "card")),
    "inserted": _Layout(_inserted, pictures=True, may_fill=False, kinds=("mobile", "email", "card")),
    "deleted": _Layout(_deleted, pictures=True, may_fill=False, kinds=("mobile", "email", "card")),
    "repeated": _Layout(_repeated, pictures=True, may_fill=False),
    "painted": _Layout(_painted, pictures=True, may_fill=False, kinds=("mobile", "email", "card")),
    "two pictures": _Layout(_two_pictures, pictures=True, may_fill=False),
    "panes": _Layout(
        _panes,
        pictures=True,
        may_fill=False,
        uniform=True,
        separators=("-", ""),
        kinds=("mobile", "email", "card"),
        reads=_reads_panes,
    ),
    "rolled": _Layout(_rolled, pictures=True, may_fill=False, kinds=_NUMBERS),
}

# -- who reads -----------------------------------------------------------------------------------------------------------

_ESCAPE: Final = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[ -/]*[0-~])|[\x00-\x08\x0b-\x1f\x7f]")
_KANJI: Final = str.maketrans("〇零一二三四五六七八九壱弐参", "00123456789123")


class Eye:
    """What one person's terminal has shown. `sees` takes what it was sent."""

    def __init__(self, one: Dressed) -> None:
        self._one = one
        self._emulator = Emulator(COLUMNS, ROWS) if one.pictures else None
        self._came: list[str] = []
        self._pictures: list[str] = []

    def sees(self, data: bytes) -> None:
        """Bytes for the terminal."""
        text = data.decode()
        self._came.append(text)
        if self._emulator is not None and text:
            for line in text.splitlines(keepends=True):
                self._emulator.feed(line)
                if line.endswith("\n") and len(self._came) % 8 == 0:
                    self._look()
            self._look()

    def in_clear(self) -> int:
        """How many of the people it could read."""
        came = [*self._pictures, _ESCAPE.sub("", "".join(self._came)).replace("\r", "")]
        texts = {text for each in came for text in (each, self._one.reads(each))}
        digits, signs = (list(map(found, texts)) for found in (digits_of, squeezed))
        return sum(_stands_in(value, digits if value.isdigit() else signs) for value in self._one.values)

    def _look(self) -> None:
        assert self._emulator is not None
        picture = "\n".join("".join(cell or "" for cell in row).rstrip() for row in self._emulator.cells).strip("\n")
        if not self._pictures or picture != self._pictures[-1]:
            self._pictures.append(picture)


def _stands_in(value: str, texts: Sequence[str]) -> bool:
    return any(value in text for text in texts)


def digits_of(text: str) -> str:
    """Its digits, of whatever script, and the stars; nothing else."""
    return "".join(
        str(digit) if digit is not None else sign
        for sign in text.translate(_KANJI)
        if (digit := unicodedata.digit(sign, None)) is not None or sign in "*＊"
    )


def squeezed(text: str) -> str:
    """Letters in one spelling, without spaces and whatever is not seen."""
    return "".join(
        sign
        for sign in unicodedata.normalize("NFKC", text)
        if not sign.isspace() and unicodedata.category(sign) not in ("Cf", "Mn", "Me", "Cc")
    ).casefold()
