"""Text in pieces becomes lines, whatever the pieces; lines become samples large enough to be judged, and samples charges.

Invariant: the charge of a text is the same for every way it is cut. A line shown before costs nothing: it is not news.
Memory: SEEN_MAX lines, as numbers, one sample, and the last lines that a listing is compared by.
"""

import re
import unicodedata
from collections import deque
from string import ascii_letters
from typing import Final

from gateway.guards.opaque.bare_numbers import numbers_alone
from gateway.guards.opaque.charge import Charge
from gateway.guards.opaque.codes import Codes
from gateway.guards.opaque.listing import DETAILS, HEAD_MIN, LOGGED, Listing
from gateway.guards.opaque.sample import Sample, Spelling
from gateway.guards.opaque.seen import Seen
from gateway.guards.opaque.wording import Wording

LINE_MAX: Final = 256  # characters judged at a time of a line that has no end
SAMPLE_MIN: Final = 96  # characters, spaces apart
SEEN_MAX: Final = 8192
WORDED: Final = 6  # letters
_WORDS_BEGIN: Final = frozenset(ascii_letters)
_LETTER: Final = re.compile(r"[^\W\d_]")
AGAIN_UNITS: Final = 8  # twelve bits of a book of codes and less
LATELY_UNITS: Final = 2  # three bits
LATELY: Final = 8
SHARED_MIN: Final = 4
SEEN_MIN: Final = 12  # characters; shorter lines may be letters of an alphabet, and are not remembered


class Reader:
    """Used by one thread."""

    def __init__(self) -> None:
        self._begun = ""
        self._seen, self._turns = Seen(SEEN_MAX), Seen(SEEN_MAX)
        self._line_before = ""
        self._lately: deque[str] = deque(maxlen=LATELY)
        self._codes = Codes()
        self._listing = Listing()
        self._spelling = Spelling()
        self._wording = Wording()
        self._lines: list[str] = []
        self._size = self._shared = 0
        self._above = ""

    def read(self, text: str) -> Charge:
        """What the lines and samples that are finished by this cost."""
        charge = Charge()
        *lines, self._begun = (self._begun + text).split("\n")
        for line in lines:
            if len(line) <= LINE_MAX:
                self._line(line, charge)
            else:
                for at in range(0, len(line), LINE_MAX):
                    self._line(line[at : at + LINE_MAX], charge)
        while len(self._begun) >= LINE_MAX:
            self._line(self._begun[:LINE_MAX], charge)
            self._begun = self._begun[LINE_MAX:]
        return charge

    def _line(self, line: str, charge: Charge) -> None:
        line = line.strip()
        if not line:
            return
        if len(line) < SEEN_MIN:
            self._line_before = line
        elif self._is_no_news(line, charge):
            return
        charge.fresh += len(line)
        if not line.isascii():
            line = unicodedata.normalize("NFKC", line)
        line = self._codes.taken_out(line, charge)
        if line[:1] not in _WORDS_BEGIN and (bare := numbers_alone(line)):
            charge.bare_lines += bare
            return
        if len(line) >= HEAD_MIN and (head := DETAILS.match(line) or LOGGED.match(line)):
            line = line[head.end() :]
        self._keep(line)
        if self._size >= SAMPLE_MIN:
            self._judge(charge)

    def _keep(self, line: str) -> None:
        """One more of the next sample."""
        self._listing.line(line)
        above, self._above = self._above, line
        self._lines.append(line)
        self._size += len(line) - line.count(" ")
        if above[:SHARED_MIN] == line[:SHARED_MIN]:
            self._shared += _shared(above, line)

    def _is_no_news(self, line: str, charge: Charge) -> bool:
        """True for a line shown before; it costs a little where other lines stood between, as a book of codes would have it."""
        again, in_turn = self._seen.again(line), self._turns.again((self._line_before, line))
        self._line_before = line
        if not again:
            return False
        self._listing.line(line)
        if not in_turn and len(_LETTER.findall(line)) >= WORDED and not self._listing.is_in_order:
            charge.novel += LATELY_UNITS if line in self._lately else AGAIN_UNITS
        self._lately.append(line)
        return True

    def _judge(self, charge: Charge) -> None:
        sample = Sample.of("\n".join(self._lines), shared=self._shared, in_order=self._is_in_order)
        self._lines, self._size, self._shared = [], 0, 0
        if not self._spelling.scrambled(sample, charge):
            self._wording.judge(sample, charge)

    def _is_in_order(self) -> bool:
        return self._listing.is_in_order


def _shared(above: str, here: str) -> int:
    """How many characters a line begins with as the one above did, if they are some: they are not news."""
    low, high = SHARED_MIN, min(len(above), len(here))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if above[:middle] == here[:middle] else (low, middle - 1)
    return min(low, len(here))
