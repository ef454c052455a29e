"""The spans of time a cap speaks of, and one cap that is reached or exceeded."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from gateway.vocabulary.caps import Caps


class Span(StrEnum):
    """What is counted over which time. The words of `CAPPED` are those of `Caps`; the others stop a shell."""

    SESSION = "session"
    DAY = "day"
    DAYS_30 = "days_30"
    DAYS_365 = "days_365"
    ROWS_DAY = "rows_day"
    PEOPLE_WINDOW = "people_window"  # seen within the minutes the policy says
    OPAQUE_WINDOW = "opaque_window"  # characters nobody reads
    OPAQUE_DAY = "opaque_day"
    HASHES_WINDOW = "hashes_window"
    HASHES_DAY = "hashes_day"
    NUMBERS_WINDOW = "numbers_window"  # lines that are nothing but numbers
    NUMBERS_DAY = "numbers_day"
    NOVEL_SESSION = "novel_session"  # text that nobody can place
    NOVEL_DAY = "novel_day"
    VOLUME = "volume"  # bytes of one session
    TRANSFER = "transfer"  # a file transfer began, and the policy freezes for it
    SUPERVISOR = "supervisor"  # a supervisor froze it


CAPPED: Final = (Span.SESSION, Span.DAY, Span.DAYS_30, Span.DAYS_365, Span.ROWS_DAY)
DAYS: Final[Mapping[Span, int]] = MappingProxyType({Span.DAY: 1, Span.DAYS_30: 30, Span.DAYS_365: 365})
PEOPLE: Final = (Span.SESSION, Span.DAY, Span.DAYS_30, Span.DAYS_365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceeded:
    """A cap that `used` would go past. `client` is None for the cap over all clients."""

    span: Span
    client: str | None
    used: int
    cap: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A cap of which the warning share is used up. `crossed`: by this very answer, so that each is told once."""

    span: Span
    client: str | None
    used: int
    cap: int
    crossed: bool


def cap_of(caps: Caps, span: Span) -> int:
    """The number for a span of CAPPED."""
    number: int = getattr(caps, span.value)
    return number
