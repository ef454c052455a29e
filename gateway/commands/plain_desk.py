"""The desk in plain lines: for terminals that cannot be drawn on, screen readers, and programs that feed lines.

Invariants: every line that was sent is one command, in order, however fast it comes; output is not paged and not longer than
OUTPUT_LINES_MAX; after the last line comes the end.
"""

from collections.abc import Sequence
from typing import Final

from prompt_toolkit.utils import get_cwidth

from gateway.commands import words
from gateway.commands.keys import Key, Paste, Typed
from gateway.commands.line import LINE_LETTERS_MAX
from gateway.commands.seat import Seat
from gateway.commands.shows import Shows
from gateway.commands.source import Source
from gateway.menu.words import say
from gateway.vocabulary.outcome import Text

OUTPUT_LINES_MAX: Final = 2_000
LINES_AT_ONCE: Final = 100
LOOK_SECONDS: Final = 0.05


class PlainDesk:
    """Fills `desk.Desk`."""

    def __init__(self, seat: Seat, shows: Shows, *, echoes: bool) -> None:
        """`echoes`: a client with a terminal leaves the echo to us (RFC 4254 section 8)."""
        self._seat, self._shows, self._echoes = seat, shows, echoes

    def ask(self, history: Sequence[str]) -> str | None:
        """The next line that is not too long."""
        del history
        return self._asked(words.PROMPT, LINE_LETTERS_MAX)

    def read(self, source: Source) -> None:
        """All of it, one line after the other, up to the bound."""
        if source.follows:
            self._seat.tell(words.FOLLOWING_PLAIN)
        self._seat.typist.listen(source.bell.set, cancelled=source.stop)
        try:
            self._flow(source)
        finally:
            self._seat.typist.listen(lambda: None)
            if not source.kept.ended:
                source.stop()

    def answer(self, question: Text, letters_max: int) -> str | None:
        """On a line of its own."""
        return self._asked(f"{say(question, self._seat.language)}: ", letters_max)

    edits = False

    def edit(self, title: str, text: str) -> str | None:
        """Not here."""
        del title, text
        return None

    def clear(self) -> None:
        """There is no screen."""

    def _flow(self, source: Source) -> None:
        kept, shown = source.kept, 0
        while True:
            self._shows.check()
            source.bell.clear()
            self._tell_notices()
            lines = kept.lines(shown, LINES_AT_ONCE)
            if lines and not source.follows and shown + len(lines) > OUTPUT_LINES_MAX:
                self._write(lines[: OUTPUT_LINES_MAX - shown])
                self._seat.tell(words.plain_bound(OUTPUT_LINES_MAX))
                return
            self._write(lines)
            shown = max(shown, kept.first) + len(lines)
            kept.read_to(shown)
            if lines:
                continue
            if kept.ended and shown >= kept.count:
                return
            if source.follows and self._seat.typist.over:
                return  # nobody is there to stop it
            if not source.bell.wait(LOOK_SECONDS):
                source.idle()

    def _asked(self, prompt: str, letters_max: int) -> str | None:
        while True:
            self._tell_notices()
            self._seat.write(prompt)
            line = self._line(letters_max)
            if line is None or len(line) <= letters_max:
                return line
            self._seat.tell(words.TOO_LONG)

    def _line(self, letters_max: int) -> str | None:
        """One line, cut one letter after its bound; None at the end."""
        letters = ""
        while True:
            key = self._seat.typist.wait()
            self._shows.check()
            match key:
                case None:
                    self._echo("\n")
                    return letters or None
                case Key.ENTER:
                    self._echo("\n")
                    return letters
                case Key.END_OF_INPUT if not letters:
                    self._echo("\n")
                    return None
                case Key.CANCEL:
                    self._echo("^C\n")
                    return ""
                case _:
                    letters = self._with(letters, key, letters_max)

    def _with(self, letters: str, key: Typed, letters_max: int) -> str:
        match key:
            case Key.ERASE:
                cells = get_cwidth(letters[-1:])
                self._echo("\b" * cells + " " * cells + "\b" * cells)
                return letters[:-1]
            case Key.COMPLETE:
                key = " "
            case Key() | Paste():
                return letters
        self._echo(key)
        return (letters + key)[: letters_max + 1]

    def _echo(self, text: str) -> None:
        if self._echoes and text:
            self._seat.write(text)

    def _write(self, lines: Sequence[str]) -> None:
        if lines:
            self._seat.write("".join(f"{line}\n" for line in lines))

    def _tell_notices(self) -> None:
        while self._seat.notices:
            self._seat.write(f"{self._seat.notices.popleft().both()}\n")
