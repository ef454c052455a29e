"""A terminal's screen as a page: what tmux captured with its colours, cell for cell, so that Chromium can draw it."""

import html
import re
from collections.abc import Iterator
from typing import Final

from gateway.menu.cells import width

SGR: Final = re.compile("\x1b\\[([0-9;]*)m")
CHARSET: Final = re.compile("\x1b[()][0-9A-B]|[\x0e\x0f]")
COLOURS: Final = ("#2e3436", "#ef5350", "#7ec97e", "#e3c04c", "#6ea8fe", "#c792ea", "#4fc3c7", "#d8dee4")
PLAIN: Final = (None, None, False, False)
STYLE: Final = """body { margin: 0; background: #fff }
main { display: inline-block; margin: 12px; padding: 14px 16px; border-radius: 8px; background: #17202a; color: #e6e9ec }
pre { margin: 0; font: 15px/1.4 "Noto Sans Mono CJK JP", monospace }
.title { margin: 0 0 10px; padding-bottom: 8px; border-bottom: 1px solid #4a5562; color: #b9c2cb }
.title { font: 13px "Noto Sans CJK JP", sans-serif }
b { font-weight: 700 } i { display: inline-block; font-style: normal; white-space: pre }"""


def page(captured: str, title: str = "") -> str:
    """An HTML document. Rows without anything at the end are left out."""
    rows = captured.rstrip("\n ").split("\n")
    above = f'<p class="title">{html.escape(title)}</p>' if title else ""
    body = "\n".join(_row(row.rstrip()) for row in rows)
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><main>{above}<pre>{body}</pre></main>"


def _row(row: str) -> str:
    return "".join(_span(text, style) for text, style in _runs(CHARSET.sub("", row)))


def _runs(row: str) -> Iterator[tuple[str, tuple[str | None, str | None, bool, bool]]]:
    """(text, (colour, ground, bold, reversed)); every row begins plain, as tmux writes them only where nothing lasts on."""
    style, at = PLAIN, 0
    for found in SGR.finditer(row):
        yield row[at : found.start()], style
        style, at = _after(style, found.group(1)), found.end()
    yield row[at:], style


def _after(style: tuple[str | None, str | None, bool, bool], said: str) -> tuple[str | None, str | None, bool, bool]:
    colour, ground, bold, turned = style
    for each in (int(one or 0) for one in said.split(";")):
        match each:
            case 0:
                colour, ground, bold, turned = PLAIN
            case 1:
                bold = True
            case 7:
                turned = True
            case 27:
                turned = False
            case 39:
                colour = None
            case 49:
                ground = None
            case _ if 30 <= each <= 37:
                colour = COLOURS[each - 30]
            case _ if 90 <= each <= 97:
                colour = COLOURS[each - 90]
            case _ if 40 <= each <= 47:
                ground = COLOURS[each - 40]
    return colour, ground, bold, turned


def _span(text: str, style: tuple[str | None, str | None, bool, bool]) -> str:
    if not text:
        return ""
    colour, ground, bold, turned = style
    if turned:
        colour, ground = ground or "#17202a", colour or "#e6e9ec"
    said = "".join(f"{name}:{value};" for name, value in (("color", colour), ("background", ground)) if value)
    said += "font-weight:700;" if bold else ""
    cells = "".join(_cell(each) for each in text)
    return f'<span style="{said}">{cells}</span>' if said else cells


def _cell(letter: str) -> str:
    """A wide letter in a box of two cells: fonts disagree about some (・, …, ／)."""
    wide = width(letter)
    return (
        html.escape(letter) if letter.isascii() or not wide else f'<i style="width:{wide}ch">{html.escape(letter)}</i>'
    )
