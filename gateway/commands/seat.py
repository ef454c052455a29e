"""The person's end of the gate: keys in, pictures out, a size. What is painted is recorded first, by whoever gave `paint`."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from gateway.commands.key_input import KeyInput
from gateway.commands.typist import Typist
from gateway.menu.cells import wrap
from gateway.menu.terminals import Drawing
from gateway.vocabulary.identity import Language
from gateway.vocabulary.outcome import Text

COLUMNS_MAX, ROWS_MAX = 500, 200


@dataclass(slots=True, kw_only=True)
class Seat:
    """`paint` waits for the client and raises OSError once the session ends. Size 0 is what a client says that does not know.

    `notices` are to be said at the next moment that suits what is shown.
    """

    typist: Typist
    keys: KeyInput
    paint: Callable[[bytes], None]
    drawing: Drawing
    language: Language
    columns: int
    rows: int
    line_end: str = "\r\n"
    notices: deque[Text] = field(default_factory=deque)

    def size(self) -> tuple[int, int]:
        """Columns and rows to draw on."""
        return min(self.columns or 80, COLUMNS_MAX), min(self.rows or 24, ROWS_MAX)

    def write(self, text: str) -> None:
        """Our own words, or plain text of the target; lines end as this client's do."""
        self.paint(text.replace("\n", self.line_end).encode("utf-8", errors="replace"))

    def tell(self, text: Text) -> None:
        """In the person's language, on lines of its own."""
        self.write(self.wrapped(text.ja if self.language is Language.JAPANESE else text.en))

    def tell_both(self, text: Text) -> None:
        """In both languages."""
        self.write(self.wrapped(text.both()))

    def wrapped(self, text: str) -> str:
        """Our own words in lines that fit the terminal, each with its end."""
        columns = max(self.size()[0], 2)
        return "".join(f"{row}\n" for line in text.split("\n") for row in wrap(line, columns))
