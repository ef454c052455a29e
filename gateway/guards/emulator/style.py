"""How a cell looks: SGR (ECMA-48 §8.3.117, xterm ctlseqs "Character Attributes") as a value, and the way from one to another.

Kept: colours (as the codes that choose them), bold, faint, italic, underlines, blink, inverse, concealed, crossed out,
overlined. Fonts, frames, ideogram marks and raised text (10-20, 26, 50-52, 54, 60-65, 73-75) have no effect here, as in
xterm.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

_CACHED = 512


class Style(NamedTuple):
    """Colours are the codes that choose them, `""` for the terminal's own; `marks` a sum of MARKS; `underline` 0 to 5."""

    foreground: str = ""
    background: str = ""
    line: str = ""
    underline: int = 0
    marks: int = 0


PLAIN: Final = Style()
_BOLD, _FAINT, _ITALIC, _BLINK, _INVERSE, _CONCEALED, _CROSSED, _OVERLINED = (1 << bit for bit in range(8))
MARKS: Final[Mapping[int, int]] = {
    1: _BOLD, 2: _FAINT, 3: _ITALIC, 5: _BLINK, 6: _BLINK, 7: _INVERSE, 8: _CONCEALED, 9: _CROSSED, 53: _OVERLINED,
}  # fmt: skip
_UNMARKS: Final[Mapping[int, int]] = {
    22: _BOLD | _FAINT, 23: _ITALIC, 25: _BLINK, 27: _INVERSE, 28: _CONCEALED, 29: _CROSSED, 55: _OVERLINED,
}  # fmt: skip
_UNDERLINES: Final[Mapping[str, int]] = {"4": 1, "21": 2, "24": 0, **{f"4:{kind}": kind for kind in range(6)}}
_FOREGROUNDS: Final = frozenset((*range(30, 38), *range(90, 98)))
_BACKGROUNDS: Final = frozenset((*range(40, 48), *range(100, 108)))
_FIELDS: Final[Mapping[str, str]] = {"38": "foreground", "48": "background", "58": "line"}
_DEFAULTS: Final[Mapping[int, str]] = {39: "foreground", 49: "background", 59: "line"}
_INDEXED, _DIRECT = "5", "2"


@lru_cache(maxsize=256)
def erased(style: Style) -> Style:
    """Of a cell erased while this is chosen: only its background ("bce", as xterm and tmux do it)."""
    return Style(background=style.background)


@lru_cache(maxsize=_CACHED)
def restyled(style: Style, parameters: str) -> Style:
    """After SGR with these parameters. What is unknown among them has no effect."""
    items = iter(parameters.split(";"))
    for item in items:
        if item in _FIELDS:
            colour = _colour(item, items)
            style = _coloured(style, _FIELDS[item], colour) if colour else style
        elif item[:3] in ("38:", "48:", "58:"):
            style = _coloured(style, _FIELDS[item[:2]], _of_colons(item))
        else:
            style = _with_one(style, item)
    return style


def _with_one(style: Style, item: str) -> Style:
    if (item.lstrip("0") or "0") in _UNDERLINES:
        return style._replace(underline=_UNDERLINES[item.lstrip("0")])
    if ":" in item or not (item or "0").isdigit():
        return style
    number = int(item or 0)
    if number == 0:
        return PLAIN
    if number in _DEFAULTS:
        return _coloured(style, _DEFAULTS[number], "")
    if number in _FOREGROUNDS:
        return style._replace(foreground=str(number))
    if number in _BACKGROUNDS:
        return style._replace(background=str(number))
    return style._replace(marks=(style.marks | MARKS.get(number, 0)) & ~_UNMARKS.get(number, 0))


def _coloured(style: Style, field: str, colour: str) -> Style:
    return Style._make(colour if name == field else value for name, value in style._asdict().items())


def _colour(field: str, items: Iterator[str]) -> str:
    """`38;5;n` or `38;2;r;g;b`, of which the first item was taken. `""` if it is neither."""
    kind = next(items, "")
    numbers = [next(items, "") or "0" for _ in range({_INDEXED: 1, _DIRECT: 3}.get(kind, 0))]
    return _spelled(field, kind, numbers)


def _of_colons(item: str) -> str:
    """`38:5:n`, `38:2:r:g:b` or `38:2:space:r:g:b`, as one item (ISO 8613-6)."""
    field, kind, *numbers = item.split(":")
    count = {_INDEXED: 1, _DIRECT: 3}.get(kind, 0)
    return _spelled(field, kind, [number or "0" for number in numbers[-count:]] if count else [])


def _spelled(field: str, kind: str, numbers: list[str]) -> str:
    """One spelling: semicolons, which all terminals know; for the colour of lines colons, as all know that have it."""
    if not numbers or not all(number.isdigit() for number in numbers):
        return ""
    values = [str(int(number)) for number in numbers]
    if field == "58":
        return ":".join(("58", kind, *([""] if kind == _DIRECT else []), *values))
    return ";".join((field, kind, *values))


@lru_cache(maxsize=_CACHED)
def change(before: Style, after: Style) -> str:
    """The shortest of two ways from one style to another: on top of it, or from the beginning. `""` if they are the same."""
    if before == after:
        return ""
    if after == PLAIN:
        return "\x1b[m"
    anew = f"\x1b[0;{';'.join(_codes(PLAIN, after))}m"
    if before.marks & ~after.marks:
        return anew
    on_top = f"\x1b[{';'.join(_codes(before, after))}m"
    return min(on_top, anew, key=len)


def _codes(before: Style, after: Style) -> Iterator[str]:
    """What turns `before` into `after`, which has all its marks."""
    added = after.marks & ~before.marks
    yield from (str(code) for code, mark in MARKS.items() if added & mark and code != 6)  # 5 and 6 are one
    if before.underline != after.underline:
        yield {0: "24", 1: "4", 2: "21"}.get(after.underline, f"4:{after.underline}")
    for default, field in _DEFAULTS.items():
        if getattr(before, field) != (wanted := getattr(after, field)):
            yield wanted or str(default)
