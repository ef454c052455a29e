"""How much of what no person reads may be shown, and how fast; and how much was used. Numbers only; policy says which.

A *unit* is about 1.1 bits of what could be a message: a base64 character is 5.5 of them, a hexadecimal digit 4.1, a word that
nobody expects 4 and one for each letter, so that a limit in units bounds what leaves whatever it is spelled in: 41 units are
one person's name and mobile number, packed as well as `bz2` does.
"""

from dataclasses import dataclass

ALARMING_PAUSES = 3
"""The pause for one reason from which on supervisors are told, of those for novel text; one for hash-like text tells at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpaqueLimits:
    """All at least 1, times in seconds; `opaque`, `hashes` and `bare_lines` hold for any `window_seconds`.

    `novel` and `hashes_per_pause`: a pause each time so much came since the last. `novel_in_all`: of one session, hash-like
    text and all; then it freezes. `volume`: bytes of one session. `burst` characters pass at once, `per_second` after them.
    """

    window_seconds: float = 300.0
    opaque: int = 4_096  # units
    hashes: int = 32_768  # characters
    bare_lines: int = 200
    novel: int = 4_096  # units
    novel_in_all: int = 40_960  # units
    hashes_per_pause: int = 3_600  # characters
    volume: int = 5_000_000  # bytes of UTF-8
    burst: int = 262_144
    per_second: int = 1_024

    def __post_init__(self) -> None:
        if min(getattr(self, name) for name in self.__slots__) < 1:
            raise ValueError("a limit below one shows nothing at all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """Units of opaque and of novel text, characters of hash-like words, lines of bare numbers, bytes of all text."""

    opaque: int = 0
    hashes: int = 0
    bare_lines: int = 0
    novel: int = 0
    volume: int = 0

    def __add__(self, other: "Used") -> "Used":
        return Used(
            opaque=self.opaque + other.opaque,
            hashes=self.hashes + other.hashes,
            bare_lines=self.bare_lines + other.bare_lines,
            novel=self.novel + other.novel,
            volume=self.volume + other.volume,
        )

    def __sub__(self, other: "Used") -> "Used":
        """Raises ValueError for more than there is."""
        less = Used(**{name: getattr(self, name) - getattr(other, name) for name in self.__slots__})
        if min(getattr(less, name) for name in self.__slots__) < 0:
            raise ValueError("more was told than was used")
        return less
