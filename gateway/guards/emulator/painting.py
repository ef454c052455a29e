"""From what a person's terminal shows to what it should show, in few bytes: `difference`.

It expects a neutral terminal (`settling`): no margins, no origin or insert mode, ASCII, wrapping on, plain style, and
leaves it so. It uses only what all terminals agree about: moves by address wherever a width is doubtful or the last column
was written, erasing only in the plain background, no tabs, no repetition, no pending wrap. Whatever a terminal makes of a
doubtful character, the rest is right.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from gateway.guards.emulator import scrolling, settings
from gateway.guards.emulator.picture import Picture, Rows, blank
from gateway.guards.emulator.place import At, Place, address, step
from gateway.guards.emulator.row import BLANK, Row
from gateway.guards.emulator.spans import spans_between
from gateway.guards.emulator.style import PLAIN, Style, change
from gateway.guards.emulator.widths import SURE

TO_ALTERNATE: Final = "\x1b[?1049h\x1b[H\x1b[2J"
TO_MAIN: Final = "\x1b[?1049l\x1b[?6l\x1b(B\x1b)B\x0f\x1b[m"  # neutral again: it brings back what was saved
_TO_MAIN_BELOW: Final = "\x1b[?1049l\x1b(B\x1b)B\x0f\x1b[m"  # the cursor stays; origin mode was never saved there
ANEW: Final = "\x1b[H\x1b[2J"
_HIDE, _SHOW = f"\x1b[?{settings.VISIBLE}l", f"\x1b[?{settings.VISIBLE}h"
_ERASE_SHORT = 3  # letters of `CSI K`
_UNWRAPPED = "\x1b[?7l{}\x1b[?7h"  # in the last column: a terminal that makes it wide must not go to the next row
_QUIETLY = 64  # characters that may be painted under a visible cursor


def difference(
    shown: Picture, wanted: Picture, gone: Sequence[Row] = (), place: Place = Place.TOP, main_at: At = (0, 0)
) -> bytes:
    """What to send to a terminal that shows `shown`, of the same size, so that it shows `wanted`.

    `gone`: rows that left the main page at its top since then, oldest first; they are painted and scrolled away, as the person's
    terminal keeps them to scroll back to. `place` is where the main page is; `main_at` where its cursor was left for the
    alternate one.
    """
    pen = _Pen(shown, place, main_at)
    _pages(pen, shown, wanted)
    if gone and not wanted.is_alternate and not shown.is_alternate:
        pen.scroll_away(gone)
    pen.paint(wanted.rows, may_scroll=wanted.is_alternate)
    changed = settings.changes(shown.settings, wanted.settings)
    return _quiet(pen.finished(wanted.x, wanted.y), shown, wanted, changed).encode()


def anew(wanted: Picture) -> bytes:
    """All of it, on a neutral terminal of which only the page (alternate or main) and the settings are known."""
    pen = _Pen(replace(wanted, rows=blank(wanted.columns, len(wanted.rows)), x=0, y=0), Place.TOP, (0, 0))
    pen.paint(wanted.rows, may_scroll=False)
    painted = f"{ANEW}{pen.finished(wanted.x, wanted.y)}"
    return _quiet(painted, wanted, wanted, "").encode()


def _quiet(painted: str, shown: Picture, wanted: Picture, changed: str) -> str:
    """A long painting hides the cursor, which would be seen to run."""
    visible = str(settings.VISIBLE)
    if len(painted) <= _QUIETLY or not shown.settings[visible]:
        return painted + changed
    return _HIDE + painted + changed + (_SHOW if wanted.settings[visible] and _SHOW not in changed else "")


def _pages(pen: "_Pen", shown: Picture, wanted: Picture) -> None:
    """To the page that should be shown. What should stand behind it stands there."""
    if shown.is_alternate and (not wanted.is_alternate or shown.behind != wanted.behind):
        pen.to_page(TO_MAIN, shown.behind or ())
    if wanted.behind is not None and not pen.on_alternate:
        pen.paint(wanted.behind, may_scroll=False)
        pen.to_page(TO_ALTERNATE, blank(wanted.columns, len(wanted.rows)))


class _Pen:
    """Knows what the terminal shows, where its cursor is (None: nowhere sure) and what style is chosen."""

    def __init__(self, shown: Picture, place: Place, main_at: At) -> None:
        self._rows = list(shown.rows)
        self._columns = shown.columns
        self._is_below = place is not Place.TOP
        self._at: At | None = (shown.x, shown.y)
        self._main_at = main_at if shown.is_alternate else (shown.x, shown.y)
        if self._is_below and not shown.is_alternate:
            self._at = None, shown.y  # a wrap may be pending there
        self._style = PLAIN
        self._parts: list[str] = []
        self.on_alternate = shown.is_alternate

    def finished(self, x: int, y: int) -> str:
        """All that was painted, and the cursor to where it belongs."""
        self._choose(PLAIN)
        self._go(x, y)
        return "".join(self._parts)

    def to_page(self, sequence: str, rows: Rows) -> None:
        """Show the other page, on which these rows stand."""
        self._choose(PLAIN)
        if self._is_below and not self.on_alternate:
            self._go(self._main_at[0] or 0, self._main_at[1])
        self._parts.append(_TO_MAIN_BELOW if self._is_below and sequence == TO_MAIN else sequence)
        self._rows, self.on_alternate = list(rows), not self.on_alternate
        self._at = (None, self._main_at[1]) if self._is_below and not self.on_alternate else None

    def scroll_away(self, gone: Sequence[Row]) -> None:
        """Paint these rows at the top, as many as fit at a time, and scroll them off."""
        height = len(self._rows)
        for start in range(0, len(gone), height):
            some = gone[start : start + height]
            self.paint([*some, *self._rows[len(some) :]], may_scroll=False)
            self._choose(PLAIN)
            self._go(0, height - 1)
            self._parts.append("\n" * len(some))
            self._rows = self._rows[len(some) :] + list(blank(self._columns, len(some)))

    def paint(self, wanted: Iterable[Row], *, may_scroll: bool) -> None:
        """Make the rows look like these."""
        rows = list(wanted)
        changed = self._changed(rows)
        if may_scroll and len(changed) >= scrolling.WORTH and (found := scrolling.found(self._rows, rows)):
            self._choose(PLAIN)
            self._parts.append(found.sequence)
            self._rows, self._at = found.applied(self._rows), None
            changed = self._changed(rows)
        for y in changed:
            self._row(y, self._rows[y], rows[y])
        self._rows = rows

    def _changed(self, rows: list[Row]) -> list[int]:
        """The numbers of those that look different."""
        pairs = enumerate(zip(self._rows, rows, strict=True))
        return [y for y, (before, after) in pairs if before is not after and before != after]

    def _row(self, y: int, before: Row, after: Row) -> None:
        end, spans = _painted_end(after), spans_between(before, after)
        for start, stop in spans:
            if start < end:
                self._cells(y, after, start, min(stop, end))
            if stop > end:
                self._erase(y, max(start, end), spans[-1][1])
                return

    def _erase(self, y: int, start: int, stop: int) -> None:
        """All cells from `start` on are to be blank, those behind `stop` are."""
        self._go(start, y)
        self._choose(PLAIN)
        if stop - start <= _ERASE_SHORT and stop < self._columns:
            self._parts.append(BLANK * (stop - start))
            self._at = (stop, y)
        else:
            self._parts.append("\x1b[K")

    def _cells(self, y: int, row: Row, start: int, stop: int) -> None:
        """Cells of which none is half a character."""
        self._go(start, y)
        letters, styles = row.letters, row.styles
        while start < stop:
            style, end = styles[start], start + 1
            while end < stop and (styles[end] is style or styles[end] == style):
                end += 1
            while end < stop and letters[end] == "":
                end += 1
            self._choose(style)
            self._letters(y, start, letters[start:end])
            start = end

    def _letters(self, y: int, x: int, letters: list[str]) -> None:
        text = "".join(letters)
        if SURE.fullmatch(text):
            self._go(x, y)
            self._parts.append(text)
            x += len(letters)
        else:
            x = self._doubtful(y, x, letters)
        self._at = (x if x < self._columns and self._at and self._at[0] is not None else None), y

    def _doubtful(self, y: int, x: int, letters: list[str]) -> int:
        """Letters some of whose widths terminals disagree about: behind each of those the place is said anew."""
        for place, letter in enumerate(letters):
            if letter == "":
                continue
            self._go(x + place, y)
            sure = SURE.fullmatch(letter) is not None
            is_wide = place + 1 < len(letters) and letters[place + 1] == ""
            if is_wide and not sure:  # a terminal that makes it narrow would leave what stood in its right half
                self._parts.append(BLANK * 2)
                self._at = None, y
                self._go(x + place, y)
            stop = x + place + 1 + is_wide
            is_last = stop == self._columns and len(letter) == 1 and not sure
            self._parts.append(_UNWRAPPED.format(letter) if is_last else letter)
            self._at = (stop if sure and stop < self._columns else None), y
        return x + len(letters)

    def _choose(self, style: Style) -> None:
        if style != self._style:
            self._parts.append(change(self._style, style))
            self._style = style

    def _go(self, x: int, y: int) -> None:
        if self._at != (x, y):
            by_steps = self._is_below and not self.on_alternate and self._at is not None
            self._parts.append(step(self._at, x, y) if by_steps and self._at else _move(self._at, x, y))
            self._at = (x, y)


def _move(before: At | None, x: int, y: int) -> str:
    """The shortest way there."""
    there = address(x, y)
    if before is None or before[0] is None:
        return there
    on, down = x - before[0], y - before[1]
    if x == 0 and 0 <= down <= 1:
        return "\r" if down == 0 else "\r\n"
    if down == 0 and on > 0:
        return min(there, "\x1b[C" if on == 1 else f"\x1b[{on}C", key=len)
    if down == 0 and on < 0:
        return min(there, "\b" * -on, key=len)
    return there


def _painted_end(row: Row) -> int:
    """The column behind which a row is blank and plain."""
    letters, styles = row.letters, row.styles
    end = len(letters)
    while end and letters[end - 1] == BLANK and styles[end - 1] == PLAIN:
        end -= 1
    return end
