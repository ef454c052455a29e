"""What the parameters of one control sequence may be. A rule knows which spellings pass as they stand, and mends others.

A parameter is a number of at most four digits; greater ones become NUMBER_MAX, which lies beyond any screen, so that what is
painted is the same. Parameters that a rule does not know are refused.
"""

import re
from collections.abc import Set
from dataclasses import dataclass
from typing import Final, Protocol

NUMBER_MAX: Final = 9999
_DIGITS_MAX: Final = 4
_NUMBERS = re.compile(r"[0-9;]*")
_NUMBER = rf"[0-9]{{0,{_DIGITS_MAX}}}"


class Rule(Protocol):
    """For one final byte with its marker and intermediates."""

    @property
    def verbatim(self) -> str:
        """A pattern of parameters that pass as they stand."""

    def mended(self, parameters: str) -> str | None:
        """As they may be sent; None if they may not."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Up to `at_most` numbers, each at most `greatest`."""

    at_most: int
    greatest: int = NUMBER_MAX

    @property
    def verbatim(self) -> str:
        """See Rule."""
        number = _NUMBER if self.greatest == NUMBER_MAX else _no_greater(self.greatest)
        return rf"{number}(?:;{number}){{0,{self.at_most - 1}}}"

    def mended(self, parameters: str) -> str | None:
        """See Rule."""
        found = _split(parameters)
        if found is None or len(found) > self.at_most:
            return None
        return ";".join(_bounded(number, self.greatest) for number in found)


@dataclass(frozen=True, slots=True)
class Choices:
    """At most one number, out of these; none means 0."""

    numbers: Set[int]

    @property
    def verbatim(self) -> str:
        """See Rule."""
        return f"(?:{'|'.join(map(str, sorted(self.numbers)))})?"

    def mended(self, parameters: str) -> str | None:
        """See Rule."""
        found = _split(parameters)
        if found is None or len(found) > 1:
            return None
        return _bounded(found[0], NUMBER_MAX) if int(found[0] or 0) in self.numbers else None


@dataclass(frozen=True, slots=True)
class Shaped:
    """Whatever a pattern matches, as it stands."""

    verbatim: str

    def mended(self, parameters: str) -> str | None:
        """See Rule."""
        return parameters if re.fullmatch(self.verbatim, parameters) else None


def numbers_of(parameters: str) -> tuple[int, ...] | None:
    """The numbers, an empty one being 0; None if there is something else among them."""
    found = _split(parameters)
    return None if found is None else tuple(int(number or 0) for number in found)


def _split(parameters: str) -> list[str] | None:
    return parameters.split(";") if _NUMBERS.fullmatch(parameters) else None


def _bounded(number: str, greatest: int) -> str:
    if len(number) <= _DIGITS_MAX and int(number or 0) <= greatest:
        return number
    return str(min(int(number), greatest))


def _no_greater(greatest: int) -> str:
    """Numbers of as many digits as are surely within `greatest`."""
    return rf"[0-9]{{0,{len(str(greatest)) - 1}}}"
