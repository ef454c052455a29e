"""What was seen lately, as numbers in a table of fixed size: nothing of the text is kept.

Two of each place; a third that comes there takes the place of the older, so that the oldest are forgotten first, roughly.
"""

from array import array
from collections.abc import Hashable


class Seen:
    """Room for `most` different texts, eight bytes each; `most` is even."""

    def __init__(self, most: int) -> None:
        self._places = most // 2
        self._newer, self._older = (array("q", bytes(8 * self._places)) for _ in range(2))

    def again(self, text: Hashable) -> bool:
        """True if it was there; from now on it is."""
        number = hash(text)
        place = number % self._places
        newer = self._newer[place]
        if newer == number:
            return True
        was_older = self._older[place] == number
        self._newer[place], self._older[place] = number, newer
        return was_older
