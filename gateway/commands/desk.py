"""What the gate's conversation needs of the person's side; filled by a terminal that can be drawn on, and by plain lines."""

from collections.abc import Sequence
from typing import Protocol

from gateway.commands.source import Source
from gateway.vocabulary.outcome import Text


class Desk(Protocol):
    """Every method raises SessionOver once the session ends, EOFError where nothing more can be typed."""

    edits: bool
    """Whether there is a text area."""

    def ask(self, history: Sequence[str]) -> str | None:
        """The next line; None where the person leaves."""

    def read(self, source: Source) -> None:
        """Let it be read, until it ends or the person has seen enough (then it was told to stop)."""

    def answer(self, question: Text, letters_max: int) -> str | None:
        """One line about `question`; None where it is not answered."""

    def edit(self, title: str, text: str) -> str | None:
        """Another text for `text`; None where it is left as it is."""

    def clear(self) -> None:
        """An empty screen, where there is one."""
