"""The desk of a terminal that can be drawn on: the prompt, output that flows and then is paged, questions, the text area."""

from collections.abc import Callable, Sequence
from typing import Final

from prompt_toolkit.clipboard import InMemoryClipboard
from prompt_toolkit.completion import Completer, DummyCompleter

from gateway.commands import words
from gateway.commands.editing.area import Area
from gateway.commands.keys import Typed
from gateway.commands.line import Ahead
from gateway.commands.paging.pager import Pager
from gateway.commands.paging.rows import rows_of
from gateway.commands.prompt import Prompt
from gateway.commands.seat import Seat
from gateway.commands.shows import Shows
from gateway.commands.source import Source
from gateway.menu.words import say
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import Text

LOOK_SECONDS: Final = 0.05
LINES_AT_ONCE: Final = 100
CLEAR: Final = b"\x1b[H\x1b[2J"


class ScreenDesk:
    """Fills `desk.Desk`."""

    edits = True

    def __init__(
        self, seat: Seat, shows: Shows, *, state: Callable[[], tuple[str, str]], completer: Completer, clock: Clock
    ) -> None:
        self._seat, self._shows, self._state, self._completer, self._clock = seat, shows, state, completer, clock
        self._clipboard = InMemoryClipboard()
        self._ahead = Ahead()

    def ask(self, history: Sequence[str]) -> str | None:
        """At the prompt. What was typed before it was there fills the line and runs nothing."""
        self._tell_notices()
        filled, self._ahead = self._ahead.filled(), Ahead()
        prompt = Prompt(
            self._seat,
            state=self._state,
            history=history,
            completer=self._completer,
            clipboard=self._clipboard,
            clock=self._clock,
            filled=filled,
        )
        line = self._shows.run(prompt)
        self._ahead.take(self._typed_already())
        return line

    def read(self, source: Source) -> None:
        """On the prompt's own screen while it fits, then in the pager."""
        if source.follows:
            self._seat.tell(words.FOLLOWING)
        try:
            if self._flowed(source):
                return
            self._shows.run(Pager(self._seat, source))
        finally:
            self._listen(None)
            self._tell_notices()
            if not source.kept.ended:
                source.stop()

    def answer(self, question: Text, letters_max: int) -> str | None:
        """On a line of its own."""
        asked = Prompt(
            self._seat,
            state=lambda: ("class:note", say(question, self._seat.language)),
            history=(),
            completer=DummyCompleter(),
            clipboard=self._clipboard,
            clock=self._clock,
            prefix="> ",
            letters_max=letters_max,
        )
        return self._shows.run(asked)

    def edit(self, title: str, text: str) -> str | None:
        """In the text area, on the whole screen."""
        return self._shows.run(Area(self._seat, title, text, self._clipboard))

    def clear(self) -> None:
        """An empty screen."""
        self._seat.paint(CLEAR)

    def _flowed(self, source: Source) -> bool:
        """Lines as they come; True at their end, False where there are more than a screen takes at once."""
        kept, shown, used = source.kept, 0, 0
        self._listen(source)
        while True:
            self._shows.check()
            source.bell.clear()
            lines = kept.lines(shown, LINES_AT_ONCE)
            columns, rows = self._seat.size()
            used += sum(len(rows_of(line, columns)) for line in lines)
            if not source.follows and used > rows - 2:
                self._write(lines[: max(len(lines) - (used - rows + 2), 0)])
                return False
            self._write(lines)
            shown = max(shown, kept.first) + len(lines)
            kept.read_to(shown)
            self._ahead.take(self._keys(source))
            if self._tell_notices() or lines:
                continue
            if kept.ended and shown >= kept.count:
                return True
            if not source.bell.wait(LOOK_SECONDS):
                source.idle()

    def _keys(self, source: Source) -> list[Typed]:
        """What was typed meanwhile; `q` stops what follows."""
        keys = self._typed_already()
        if source.follows and any(key in ("q", "Q") for key in keys):
            source.stop()
            return []
        return keys

    def _typed_already(self) -> list[Typed]:
        keys = []
        while (key := self._seat.typist.take()) is not None:
            keys.append(key)
        return keys

    def _listen(self, source: Source | None) -> None:
        """Ctrl-C stops the source at once, whatever is being painted."""
        if source is None:
            self._seat.typist.listen(lambda: None)
        else:
            self._seat.typist.listen(source.bell.set, cancelled=source.stop)

    def _write(self, lines: Sequence[str]) -> None:
        if lines:
            self._seat.write("".join(f"{line}\n" for line in lines))

    def _tell_notices(self) -> bool:
        told = False
        while self._seat.notices:
            self._seat.write("\a" + self._seat.wrapped(self._seat.notices.popleft().both()))
            told = True
        return told
