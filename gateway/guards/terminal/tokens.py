"""What a stream of text consists of (ECMA-48 §5, xterm's ctlseqs): one value a kind, each spelled in 7-bit controls.

A token says nothing about whether it may be shown; `table` does.
"""

from dataclasses import dataclass

ESC = "\x1b"
CAN, SUB = "\x18", "\x1a"


@dataclass(frozen=True, slots=True)
class Text:
    """Characters, and what the tokenizer was told may stand among them."""

    text: str


@dataclass(frozen=True, slots=True)
class Control:
    """One C0 control."""

    text: str


@dataclass(frozen=True, slots=True)
class Escape:
    """`ESC intermediates final` (ECMA-35 §13): C1 controls other than introducers, character sets, private functions."""

    intermediates: str
    final: str

    @property
    def text(self) -> str:
        """As sent in 7 bits."""
        return f"{ESC}{self.intermediates}{self.final}"


@dataclass(frozen=True, slots=True)
class Sequence:
    """A control sequence, `CSI body final` (ECMA-48 §5.4): the body holds marker, parameters and intermediates.

    `doubtful`: begun by a byte that is no control in the target's encoding; its terminal would have shown text.
    """

    body: str
    final: str
    doubtful: bool = False

    @property
    def text(self) -> str:
        """As sent in 7 bits."""
        return f"{ESC}[{self.body}{self.final}"


@dataclass(frozen=True, slots=True)
class String:
    """A control string (ECMA-48 §5.6) or title (`ESC k`) that ended or was cut off; its contents were not kept.

    `introducer` is the letter behind ESC; `head` the first HEAD_LETTERS of the contents; size and digest are of the
    introducer and the contents, as UTF-8 (bytes that are no text as they came). `doubtful` as of a sequence.
    """

    introducer: str
    head: str
    size_bytes: int
    digest: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Broken:
    """A sequence that was cut off, or longer than any sequence is."""

    size_bytes: int
    digest: str


Token = Text | Control | Escape | Sequence | String | Broken
