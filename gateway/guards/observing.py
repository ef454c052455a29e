"""Who is told what a person's terminal is about to show: one parser of meaning (`masking`), any number of meters behind it.

An observer is pure and is called in the thread that feeds, in stream order, before the text in question goes on. One that
raises ends the session: what cannot be counted is not shown.
"""

from enum import StrEnum
from typing import Protocol

from gateway.guards.detect import Kind


class Together(StrEnum):
    """What stood with a value, and so how surely it is one person's."""

    LABELLED = "labelled"  # behind a key, or in a column with a title
    BESIDE = "beside"  # on one line with another kind of personal data
    ALONE = "alone"


class Observer(Protocol):
    """Counts; decides nothing about what passes."""

    def saw(self, kind: Kind, value_key: bytes, certain: bool, context: Together) -> None:  # noqa: FBT001 - a fact
        """A personal value, which is masked. Told again each time it is shown; on a kept screen once while it stands there.

        `value_key`: the normalised value, as `detect.Sight` has it: never stored, only digested.
        """

    def read(self, text: str, shown: str) -> None:
        r"""Text as a person reads it, before masking: in pieces, escapes out, line ends as "\n".

        `shown`: the same, character for character, with a space for each that is hidden: a star tells nobody anything.
        On a kept screen only what is new in the picture, row by row, each ended by "\n".
        """


class Unobserved:
    """Where nothing is counted."""

    def saw(self, kind: Kind, value_key: bytes, certain: bool, context: Together) -> None:  # noqa: FBT001 - as Observer
        """Forgotten."""

    def read(self, text: str, shown: str) -> None:
        """Forgotten."""
