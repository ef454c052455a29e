"""What the walk cannot decide on the spot: entries missing, found elsewhere, or standing in another's place, settled at the end.

A missing entry that turns up under another number is a number edited; two that stand in each other's place are swapped.
"""

from typing import Final

from gateway.audit.finding import Finding, Findings, What, shown

OPEN_MAX: Final = 1000


class Accounts:
    """Open questions, at most `OPEN_MAX` of a kind; beyond that each is reported as it comes."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._gaps: list[tuple[int, int]] = []
        self._strays: dict[int, int | None] = {}  # place -> the entry that stands there
        self._displaced: dict[int, int] = {}  # entry -> the number its row bears

    def missing(self, start: int, stop: int) -> None:
        """Entries `start` to `stop` are not where they belong."""
        if len(self._gaps) < OPEN_MAX:
            self._gaps.append((start, stop))
        else:
            self._deleted(start, stop)

    def displaced(self, claims: int | None, number: int) -> None:
        """A sound row that claims to be entry `claims` bears another number."""
        if claims is None or claims in self._displaced or len(self._displaced) >= OPEN_MAX:
            self._inserted(number)
        else:
            self._displaced[claims] = number

    def stray(self, place: int, claims: int | None) -> None:
        """In the place of entry `place` stands entry `claims`, or bytes that are none."""
        if claims is not None and self._strays.get(claims) == place:
            del self._strays[claims]
            self._findings.add(Finding(what=What.SWAPPED, seq=claims, last=place))
        elif len(self._strays) < OPEN_MAX:
            self._strays[place] = claims
        else:
            self._overwritten(place, claims)

    def settle(self) -> None:
        """At the end: whatever has not found its explanation is what it looks like."""
        for start, stop in self._gaps:
            at = start
            for seq in sorted(seq for seq in self._displaced if start <= seq <= stop):
                self._deleted(at, seq - 1)
                self._renumbered(seq, self._displaced.pop(seq))
                at = seq + 1
            self._deleted(at, stop)
        for number in self._displaced.values():
            self._inserted(number)
        for place, claims in self._strays.items():
            self._overwritten(place, claims)

    def _deleted(self, start: int, stop: int) -> None:
        if start <= stop:
            self._findings.add(Finding(what=What.DELETED, seq=start, last=stop))

    def _inserted(self, number: int) -> None:
        self._findings.add(Finding(what=What.INSERTED, seq=number))

    def _renumbered(self, seq: int, number: int) -> None:
        self._findings.add(Finding(what=What.COLUMN, seq=seq, place="seq", expected=shown(seq), found=shown(number)))

    def _overwritten(self, place: int, claims: int | None) -> None:
        found = "unreadable" if claims is None else f"entry {claims}"
        self._findings.add(Finding(what=What.CHANGED, seq=place, expected=f"entry {place}", found=found))
