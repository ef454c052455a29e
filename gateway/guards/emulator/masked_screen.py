"""A whole screen between target and person: the raw stream goes into an emulator, its masked picture is painted.

Before it is taken, and after it was given back, the person's terminal gets the stream itself (masked already), and this
only watches.

Invariants: nothing is painted that was not masked as part of its whole line. What `feed` and `paint` paint holds back the
run of characters at the cursor, which may be half a value, unless it is the echo of what was typed; `idle` paints
everything. The same bytes for every split between two calls of `idle` or `paint`: pictures are painted at places of the
stream, not where pieces end.
"""

from dataclasses import replace
from typing import Final, Protocol

from gateway.guards.emulator.echo import Echo
from gateway.guards.emulator.emulator import Emulator
from gateway.guards.emulator.holding import grows, held_back
from gateway.guards.emulator.lines import Mask, mark_hidden, masked, starred
from gateway.guards.emulator.painting import TO_ALTERNATE, TO_MAIN, anew, difference
from gateway.guards.emulator.picture import Picture, Rows, blank, picture_of
from gateway.guards.emulator.place import Place, address
from gateway.guards.emulator.row import Row
from gateway.guards.emulator.settings import changes
from gateway.guards.emulator.settling import Beginning, assumed, assumed_below, neutral
from gateway.guards.emulator.skimming import skim
from gateway.guards.emulator.state import State

FRAME_CHARACTERS: Final = 64 * 1024  # of a flood, of which only the last picture is painted
ABOVE_ROWS: Final = 3  # a value is no longer than they are
GONE_MAX: Final = 64  # rows of a main page that a person can scroll back to, of those between two pictures
_BELL: Final = b"\a"


class Watcher(Protocol):
    """Who is told of every picture, raw, before anything of it is painted."""

    def begins(self, rows: Rows) -> None:
        """The screen is taken: these rows stand there already."""

    def shows(self, rows: Rows, hidden: Rows, behind: Rows) -> None:
        """The next picture, with what went out at its top since the last; the same rows masked; and the page behind it."""


class MaskedScreen:
    """Used by one thread. Sizes as `state.bounded` makes them."""

    def __init__(
        self, columns: int, rows: int, mask: Mask, watcher: Watcher | None = None, place: Place = Place.TOP
    ) -> None:
        """`place`: where the person's terminal is when the stream begins."""
        self._emulator = Emulator(columns, rows, GONE_MAX)
        self._mask, self._watcher, self._place = mask, watcher, place
        self._echo = Echo()
        self._painted: Picture | None = None  # None: only watching
        self._at_first = Beginning(frozenset(), ())
        # The last rows that went out of the main page, where a value may begin, and the row that stood behind them.
        self._above: tuple[Rows, Row | None] = (), None
        self._behind: tuple[Rows, Rows] | None = None  # the main page behind, raw and masked
        self._unsure = {False: False, True: False}  # whether main and alternate page are known to stand as believed
        self._unpainted = self._bells = 0
        self._main_at, self._switched = (0, 0), False

    @property
    def holds(self) -> bool:
        """True while something was fed that was not painted, or not all of it."""
        return self._unpainted > 0

    @property
    def is_taken(self) -> bool:
        """True while the person's terminal shows what is painted here."""
        return self._painted is not None

    @property
    def on_alternate(self) -> bool:
        """True while the target's program uses the alternate page."""
        return self._emulator.state.on_alternate

    @property
    def may_give(self) -> bool:
        """True where text from left to right is all that can follow: the cursor on an empty line, and nothing below it."""
        state = self._emulator.state
        return (
            self._emulator.at_rest
            and not state.on_alternate
            and (state.x, state.pending) == (0, False)
            and state.is_plain
            and all(row.is_blank for row in state.page.rows[state.y :])
        )

    def watch(self, text: str) -> None:
        """What the target wrote; a MARK (`lines`) stands behind each character that was hidden. Only while it is not taken."""
        assert self._painted is None  # noqa: S101
        self._emulator.feed(text)

    def skip(self, text: str) -> str:
        """Watch what of this leaves nothing on the screen; the rest, less than half of it, is to be watched later."""
        assert self._painted is None  # noqa: S101
        assert self._emulator.at_rest  # noqa: S101
        skipped = skim(self._emulator.state, text, gone=0)
        if 2 * skipped < len(text):
            self._emulator.feed(text[skipped:])
            return ""
        return text[skipped:]

    def take(self) -> bytes:
        """From now on the raw stream comes here, at a border between sequences. What makes the terminal ready for painting."""
        assert self._emulator.at_rest  # noqa: S101
        state = self._emulator.state
        to_top = self._to_top(state) if self._place is Place.LOST else ""
        if state.y == state.rows - 1:
            self._place = Place.TOP
        state.addressed, self._switched = False, False
        self._at_first = Beginning(frozenset(state.stops), tuple(state.saved))
        picture = picture_of(state)
        behind = None if picture.behind is None else starred(picture.behind)
        self._painted = replace(picture, rows=starred(picture.rows), behind=behind)
        self._bells, self._above, self._behind = state.bells, ((), None), None
        state.gone.clear()
        if self._watcher is not None:
            self._watcher.begins(picture.rows)
        return (to_top + neutral(state, self._place)).encode()

    def give(self) -> bytes:
        """Paint what is left, at a border between sequences, and only watch: the stream goes on as if it had never been taken."""
        assert self._emulator.at_rest  # noqa: S101
        painted = self.idle()
        state = self._emulator.state
        picture, self._painted = self._shown(), None
        for raw, shown in zip(state.page.rows, picture.rows, strict=True):
            mark_hidden(raw, shown)
        if picture.behind is not None:
            for raw, shown in zip(state.main.rows, picture.behind, strict=True):
                mark_hidden(raw, shown)
        else:  # the terminal's was painted over or cleared
            state.alternate, self._unsure[True] = None, True
        if self._place is Place.TOP:
            return painted + assumed(self._at_first, state, picture.rows[state.y]).encode()
        return painted + assumed_below(self._at_first, state, saved_anew=self._switched).encode()

    def painted_over(self) -> None:
        """Somebody else wrote on the person's terminal: the next picture is painted anew."""
        self._unsure = {False: True, True: True}

    def lose(self) -> None:
        """While only watching: the person's terminal is no more known to stand as watched."""
        self._place = Place.LOST

    def repaint(self) -> bytes:
        """All of the picture, anew."""
        self.painted_over()
        return b"\x1b[m" + self.idle()

    def typed(self, text: str) -> None:
        """What the person typed, before its echo can come."""
        self._echo.typed(text)

    def feed(self, text: str) -> bytes:
        """More of the raw stream. What is to be shown at once: echo, and of a flood a picture each FRAME_CHARACTERS."""
        out, start = b"", 0
        while start < len(text):
            stop = min(len(text), start + FRAME_CHARACTERS - self._unpainted)
            stop = self._echo.next_place(text, start, stop)
            self._emulator.feed(text[start:stop])
            self._echo.passed(stop - start)
            self._unpainted += stop - start
            if self._echo.came(self._emulator) or self._unpainted >= FRAME_CHARACTERS:
                out += self.paint()
            start = stop
        return out

    def paint(self) -> bytes:
        """A picture now, but for the run at the cursor. For whoever keeps the time while a stream never pauses."""
        return self._paint(finished=False)

    def idle(self) -> bytes:
        """Nothing came for a while: all of the picture."""
        return self._paint(finished=True)

    def resize(self, columns: int, rows: int) -> None:
        """The person's window has another size: what its terminal made of its rows is unknown, and they are painted anew."""
        self._emulator.resize(columns, rows)
        state = self._emulator.state
        self._unsure = {False: self._painted is not None, True: True}
        self._place = Place.LOST if self._painted is None else self._place
        if self._painted is not None:
            empty = blank(state.columns, state.rows)
            behind = empty if self._painted.is_alternate else None
            self._painted, self._behind = replace(self._painted, rows=empty, behind=behind, x=0, y=0), None
            self._above = (), None
            self._unpainted += 1

    def _to_top(self, state: State) -> str:
        """Bring the picture's first row to the terminal's, once; what stood above goes where lines go that scroll away."""
        if self._place is Place.LOST:
            state.to_top()
        self._place = Place.TOP
        return "\n" * (state.rows - 1 - state.y)

    def _paint(self, *, finished: bool) -> bytes:
        state, shown = self._emulator.state, self._shown()
        wanted, gone = self._masked_picture(state)
        if not finished:
            wanted = held_back(wanted, shown, state, self._echo.tail)
        state.gone.clear()
        data = self._at_top(shown, state) + self._difference(shown, wanted, gone)
        if state.bells != self._bells:
            self._bells, data = state.bells, data + _BELL
        self._painted = wanted
        self._unpainted = 0 if finished else min(1, self._unpainted)
        return data

    def _at_top(self, shown: Picture, state: State) -> bytes:
        """Before a program's own addresses are painted on the main page, the picture is where it believes it."""
        if self._place is Place.TOP or shown.is_alternate or not (state.addressed and not state.on_alternate):
            return b""
        self._place = Place.TOP
        return ("\n" * (state.rows - 1 - shown.y) + address(shown.x, shown.y)).encode()

    def _masked_picture(self, state: State) -> tuple[Picture, Rows]:
        """The picture, and the rows that went out of it at the top: on the main page they are looked at as one."""
        picture, row = picture_of(state), grows(state, self._echo.tail)
        above, gone = ((), ()) if state.on_alternate else self._rows_above(state, picture)
        rows, count = (*above, *gone, *picture.rows), len(above) + len(gone)
        hidden = masked(rows, self._mask, growing=None if row is None else count + row, typed=self._echo.tail)
        behind = picture.behind and self._masked_behind(picture.behind)
        if self._watcher is not None:
            self._watcher.shows(rows[len(above) :], hidden[len(above) :], picture.behind or ())
        if not state.on_alternate:
            self._above = rows[:count][-ABOVE_ROWS:], picture.rows[0]
        return replace(picture, rows=hidden[count:], behind=behind), hidden[len(above) : count]

    def _rows_above(self, state: State, picture: Picture) -> tuple[Rows, Rows]:
        """Rows that went before the last picture, if what stood behind them stands there still; and those that went since."""
        above, behind_them = self._above
        gone = tuple(row.frozen() for row in state.gone)
        return above if behind_them is (*gone, *picture.rows)[0] else (), gone

    def _masked_behind(self, rows: Rows) -> Rows:
        """It hardly ever changes."""
        if self._behind is None or self._behind[0] != rows:
            self._behind = rows, masked(rows, self._mask)
        return self._behind[1]

    def _difference(self, shown: Picture, wanted: Picture, gone: Rows) -> bytes:
        if self._unsure[False] and wanted.is_alternate and shown.is_alternate:
            shown = replace(shown, behind=wanted.behind)  # it is painted anew once it is shown
        switches = shown.is_alternate != wanted.is_alternate
        if switches and wanted.is_alternate:
            self._main_at, self._switched = (shown.x, shown.y), True
        if not self._unsure[wanted.is_alternate] or (switches and wanted.is_alternate):
            self._unsure[True] = self._unsure[True] and not wanted.is_alternate
            return difference(shown, wanted, gone, self._place, self._main_at)
        self._unsure[wanted.is_alternate] = False
        if not wanted.is_alternate:
            self._place = Place.TOP
        to_page = (TO_ALTERNATE if wanted.is_alternate else TO_MAIN) if switches else ""
        return (to_page + changes(shown.settings, wanted.settings)).encode() + anew(wanted)

    def _shown(self) -> Picture:
        assert self._painted is not None  # noqa: S101
        return self._painted
