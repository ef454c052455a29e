"""How often a statement reads each personal relation, and where.

Every item of FROM has a number, and so has each further reading of a common table in which it stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from gateway.guards.statements.shapes import Place, Refusal, Why
from gateway.guards.statements.tree import Node
from gateway.guards.statements.wording import refused

NUMBERS_MAX: Final = 4096
"""Of readings: common tables that each read another twice double them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One relation in FROM, where it is written."""

    item: Node
    place: Place
    number: int


@dataclass(slots=True)
class Readings:
    """Of one statement."""

    written: list[Reading] = field(default_factory=list)
    _again: dict[int, list[int]] = field(default_factory=dict)
    _last: int = 0

    def number(self) -> int:
        """A number that nothing else in this statement has. Raises Refusal for more than anybody needs."""
        if self._last >= NUMBERS_MAX:
            raise Refusal(refused(Why.DEEP, ""))
        self._last += 1
        return self._last

    def of(self, item: Node, place: Place) -> int:
        """The number of a relation that is written there."""
        reading = Reading(item=item, place=place, number=self.number())
        self.written.append(reading)
        return reading.number

    def again(self, number: int) -> int:
        """The number of another reading of the same rows."""
        self._again.setdefault(number, []).append(fresh := self.number())
        return fresh

    def uses(self, number: int) -> Iterator[int]:
        """The readings by which rows get anywhere: of a common table those of whoever reads it."""
        further = self._again.get(number)
        if further is None:
            yield number
        for each in further or ():
            yield from self.uses(each)
