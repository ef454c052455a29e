"""Who was seen, as far as values tell: values that stand together are one person, and a value seen before is whose it was then.

A person's values come one behind the other. The next person begins where a kind comes a second time with another value, or where
a value stands alone. So a row of a table is one person, and so are the labelled lines of a record; a list of numbers is one
person a number. Not counted: names, readings, dates of birth, addresses of subscribers' lines, and whatever is not certain. Of
mail addresses that stand alone every tenth is a person (change logs are full of them).

Invariants: no value stays here once it was told; the same values in the same order give the same people.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from gateway.guards.detect import Kind
from gateway.guards.observing import Together

COUNTED: Final = frozenset(
    {Kind.PHONE, Kind.CARD, Kind.ADDRESS, Kind.POSTAL, Kind.LINE_ID, Kind.BANK, Kind.MAIL, Kind.MY_NUMBER}
)
LONE_MAILS: Final = 10
VALUES_MAX: Final = 8  # of one person that are told; more tell nothing new
ALIKE_MAX: Final = 512  # of a session
DIGEST_BYTES: Final = 16


class Seen(NamedTuple):
    """A personal value, normalised."""

    kind: Kind
    value: bytes


@dataclass(eq=False, slots=True)
class _Person:
    number: int
    kinds: dict[Kind, bytes] = field(default_factory=dict)  # the digest of the last value of each
    told: int = 0


class People:
    """Of one session. `key` (16 to 64 bytes) is drawn for it and kept nowhere."""

    def __init__(self, key: bytes) -> None:
        self._digesting = {
            kind: hashlib.blake2b(digest_size=DIGEST_BYTES, key=key, person=kind.value.encode()[:16]) for kind in Kind
        }
        self._people: list[_Person] = []
        self._whose: dict[bytes, _Person] = {}
        self._current: _Person | None = None
        self._mails: set[bytes] = set()
        self._lookalikes: set[bytes] = set()
        self._new: dict[int, list[Seen]] = {}
        self._again: set[int] = set()
        self._alike: list[Seen] = []

    @property
    def count(self) -> int:
        """Different people so far."""
        return len(self._people)

    def saw(self, seen: Seen, context: Together, *, certain: bool) -> None:
        """A value came by."""
        digesting = self._digesting[seen.kind].copy()
        digesting.update(seen.value)
        digest = digesting.digest()
        known = self._whose.get(digest)
        if known is not None:
            self._again.add(known.number)
            self._join(known, seen.kind, digest)
        elif seen.kind not in COUNTED or not certain or self._is_spare(seen.kind, digest, context):
            self._look_alike(seen, digest)
        else:
            self._belongs(seen, digest, context)

    def new(self) -> dict[int, list[Seen]]:
        """By person, the values that were not told. Stays until `told`."""
        return {number: list(values) for number, values in self._new.items()}

    def again(self) -> frozenset[int]:
        """Who was seen again, by values told before. Stays until `told`."""
        return frozenset(self._again - self._new.keys())

    def alike(self) -> list[Seen]:
        """Values that count as nobody's. Stay until `told`."""
        return list(self._alike)

    def told(self) -> None:
        """All of that was told: the values are forgotten."""
        self._new.clear()
        self._again.clear()
        self._alike.clear()

    def _is_spare(self, kind: Kind, digest: bytes, context: Together) -> bool:
        """A mail address that stands alone and is none of those that count."""
        if kind is not Kind.MAIL or context is not Together.ALONE:
            return False
        if digest in self._mails:
            return True
        self._mails.add(digest)
        return len(self._mails) % LONE_MAILS != 0

    def _look_alike(self, seen: Seen, digest: bytes) -> None:
        if digest not in self._lookalikes and len(self._lookalikes) < ALIKE_MAX:
            self._lookalikes.add(digest)
            self._alike.append(seen)

    def _join(self, known: _Person, kind: Kind, digest: bytes) -> None:
        """A known value: where whoever is at hand has none of the kind it may be his too, else it is about its owner now."""
        if self._current is None or self._current.kinds.get(kind, digest) != digest:
            self._current = known
        elif self._current is not known:
            self._current.kinds[kind] = digest

    def _belongs(self, seen: Seen, digest: bytes, context: Together) -> None:
        """A new value: of whoever is at hand, or of somebody new."""
        current = self._current
        if current is None or seen.kind in current.kinds or context is Together.ALONE:
            current = self._current = _Person(len(self._people))
            self._people.append(current)
        current.kinds[seen.kind] = digest
        self._whose[digest] = current
        if current.told < VALUES_MAX:
            current.told += 1
            self._new.setdefault(current.number, []).append(seen)
