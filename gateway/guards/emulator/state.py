"""What a terminal is at one moment: two pages, a cursor, margins, tabs, character sets, modes. And the moves they all share.

Rows and columns count from 0. `pending` is DEC's last column flag: the cursor stands on the last cell, which is written,
and the next character goes to the next row. As in xterm whatever moves the cursor or erases takes it back, but not tabs,
colours and modes.
"""

from collections import deque
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace
from typing import Final

from gateway.guards.emulator import settings
from gateway.guards.emulator.page import Page
from gateway.guards.emulator.row import Row
from gateway.guards.emulator.style import PLAIN, Style, erased

COLUMNS_MAX: Final = 512
ROWS_MAX: Final = 256
TAB: Final = 8
_STOPS: Final = frozenset(range(TAB, COLUMNS_MAX, TAB))


@dataclass(frozen=True, slots=True)
class Saved:
    """What DECSC keeps: one for each page."""

    x: int = 0
    y: int = 0
    pending: bool = False
    style: Style = PLAIN
    graphics: tuple[bool, bool] = (False, False)
    shifted: bool = False
    origin: bool = False


def bounded(columns: int, rows: int) -> tuple[int, int]:
    """The size an emulator takes where a window has this one. A target must hear of the same."""
    return min(max(columns, 2), COLUMNS_MAX), min(max(rows, 1), ROWS_MAX)


class State:
    """Changed by the functions of `moves`, `edits`, `switches` and by `printing`; holds no bytes of the stream."""

    def __init__(self, columns: int, rows: int, gone_max: int = 0) -> None:
        """`gone_max` rows that left the main page at its top are kept in `gone`, the newest."""
        self.columns, self.rows = bounded(columns, rows)
        self.gone: deque[Row] = deque(maxlen=gone_max)
        self.bells = self.frames = 0
        self.addressed = False  # a place of the main page was named
        self.kept_modes: dict[int, bool] = {}
        self.reset()

    def reset(self) -> None:
        """RIS."""
        self.main = self.page = Page(self.columns, self.rows)
        self.alternate: Page | None = None
        self.settings = dict(settings.AT_FIRST)
        self.stops = set(_STOPS)
        self.saved = [Saved(), Saved()]
        self.x = self.y = 0
        self.pending = False
        self.autowrap, self.reverse_wrap = True, False
        self.last = ""
        self.printed = (0, 0)  # where the last character ended
        self.reset_softly()

    def reset_softly(self) -> None:
        """DECSTR: the cursor stays where it is."""
        self.settings = settings.softly_reset(self.settings)
        self.style = PLAIN
        self.graphics = (False, False)
        self.shifted = self.origin = self.inserting = self.sideways = False
        self.autowrap, self.reverse_wrap = True, False
        self.margins_reset()
        self.saved[self.on_alternate] = Saved()

    def margins_reset(self) -> None:
        """All rows, all columns."""
        self.top, self.bottom, self.left, self.right = 0, self.rows - 1, 0, self.columns - 1

    @property
    def on_alternate(self) -> bool:
        """True while the alternate page is shown."""
        return self.page is not self.main

    @property
    def row(self) -> Row:
        """Where the cursor is."""
        return self.page.rows[self.y]

    @property
    def limit(self) -> int:
        """The column before which a line wraps: behind the right margin, or the last column for a cursor that is past it."""
        return self.right + 1 if self.x <= self.right else self.columns

    @property
    def whole_lines(self) -> bool:
        """True unless left and right margins are set."""
        return self.left == 0 and self.right == self.columns - 1

    @property
    def is_plain(self) -> bool:
        """True if text fills whole rows from left to right and top to bottom."""
        return (
            self.autowrap
            and not (self.reverse_wrap or self.inserting or self.origin or self.sideways)
            and self.whole_lines
            and (self.top, self.bottom) == (0, self.rows - 1)
        )

    @property
    def within(self) -> bool:
        """True if the cursor is within all margins."""
        return self.top <= self.y <= self.bottom and self.left <= self.x <= self.right

    def go(self, x: int, y: int) -> None:
        """An addressed move: from the margins' corner and not out of them in origin mode (CUP, VPA and their like)."""
        if self.origin:
            x, y = min(x + self.left, self.right), min(y + self.top, self.bottom)
        self.x, self.y = min(max(x, 0), self.columns - 1), min(max(y, 0), self.rows - 1)
        self.pending = False
        self.addressed = self.addressed or self.page is self.main

    def index(self) -> None:
        """Down a row; at the bottom margin the region scrolls."""
        if self.y == self.bottom and self.left <= self.x <= self.right:
            self.scroll(1)
        elif self.y not in (self.bottom, self.rows - 1):
            self.y += 1
        self.pending = False

    def scroll(self, count: int) -> None:
        """Scroll the region up by `count`, down if it is negative."""
        count = min(count, self.bottom - self.top + 1)
        self.scroll_from(self.top, max(count, self.top - self.bottom - 1))

    def scroll_from(self, top: int, count: int) -> None:
        """Scroll from row `top` to the bottom margin; `count` is at most the number of these rows."""
        style = erased(self.style)
        if not self.whole_lines:
            self.page.shift((top, self.bottom, self.left, self.right), count, style)
        elif count < 0:
            self.page.down(top, self.bottom, -count, style)
        else:
            gone = self.page.up(top, self.bottom, count, style)
            if top == 0 and self.page is self.main:
                self.gone.extend(gone)

    def wrap(self) -> None:
        """Go on in the next row: the line continues."""
        self.row.goes_on(wraps=True)
        self.x = self.left if self.left <= self.x <= self.right else 0
        self.index()

    def return_(self) -> None:
        """CR: to the left margin, or past it to the first column if the cursor is left of it."""
        self.x = self.left if self.origin or self.x >= self.left else 0
        self.pending = False

    def to_top(self) -> None:
        """Scroll the cursor's row up to the first one."""
        count = self.y
        if count:
            self.scroll_from(0, count)
            self.y = 0
            self.saved = [replace(one, y=max(0, one.y - count)) for one in self.saved]

    def save(self) -> None:
        """DECSC."""
        self.saved[self.on_alternate] = Saved(
            x=self.x,
            y=self.y,
            pending=self.pending,
            style=self.style,
            graphics=self.graphics,
            shifted=self.shifted,
            origin=self.origin,
        )

    def restore(self) -> None:
        """DECRC. Nothing saved: home, plain, ASCII."""
        saved = self.saved[self.on_alternate]
        self.style, self.graphics, self.shifted, self.origin = saved.style, saved.graphics, saved.shifted, saved.origin
        addressed = self.addressed
        self.go(saved.x - (self.left if self.origin else 0), saved.y - (self.top if self.origin else 0))
        self.pending, self.addressed = saved.pending and self.x == saved.x, addressed

    def copy(self) -> "State":
        """Another terminal like this; what it keeps of gone rows is its own."""
        made = copy(self)
        made.main = self.main.copy()
        made.alternate = self.alternate and self.alternate.copy()
        made.page = made.alternate if made.alternate is not None and self.on_alternate else made.main
        made.gone = deque(maxlen=self.gone.maxlen)
        made.settings, made.kept_modes = dict(self.settings), dict(self.kept_modes)
        made.stops, made.saved = set(self.stops), list(self.saved)
        return made

    def resize(self, columns: int, rows: int) -> None:
        """As xterm without saved lines: nothing reflows, rows leave at the top only where the cursor would be lost."""
        columns, rows = bounded(columns, rows)
        gone = max(0, self.y - rows + 1)
        for page in (self.main, self.alternate):
            if page is not None:
                page.resize(columns, rows, gone if page is self.page else 0)
        self.columns, self.rows = columns, rows
        self.x, self.y = min(self.x, columns - 1), self.y - gone
        self.pending = False
        self.margins_reset()
        self.saved = [replace(one, x=min(one.x, columns - 1), y=min(one.y, rows - 1)) for one in self.saved]


Command = Callable[[State], None]
