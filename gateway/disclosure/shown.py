"""What one answer would show, counted: per client, the people revealed (as digests) and the rows shown masked.

Rows that belong to no known client count for UNKNOWN_CLIENT, and with everybody else's in all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

Person: TypeAlias = tuple[str, bytes]
"""The client, and the digest of the person's number under that client's key."""

UNKNOWN_CLIENT: Final = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """`people` revealed, `rows` shown with personal columns masked by client (each at least 0; raises ValueError)."""

    people: frozenset[Person]
    rows: Mapping[str, int]

    def __post_init__(self) -> None:
        if any(rows < 0 for rows in self.rows.values()):
            raise ValueError("nobody can be shown less than nothing")

    @property
    def clients(self) -> frozenset[str]:
        """Everybody whose data is in it."""
        return frozenset(client for client, _ in self.people) | frozenset(
            each for each, rows in self.rows.items() if rows
        )


NOTHING: Final = Shown(people=frozenset(), rows={})
