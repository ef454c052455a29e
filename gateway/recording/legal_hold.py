"""Legal hold (証跡の保全, R-87): what may be asked for is not deleted, whatever its age, until two people say so. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalHold:
    """Recordings of a client's work that ran on any day from `since` to `until` (UTC, both included) stay.

    `reference` is the number of the case at the police, the PPC or the client; `placed_by` and `lifted_by` are person ids.
    """

    id: str
    client: str
    since: date
    until: date
    reason: str
    reference: str
    placed_by: str
    placed_at: datetime
    lifted_by: str | None = None
    lifted_at: datetime | None = None
    lift_reason: str | None = None

    def __post_init__(self) -> None:
        if self.since > self.until:
            raise ValueError("a hold that ends before it begins")

    @property
    def stands(self) -> bool:
        """True until it is lifted."""
        return self.lifted_at is None

    def covers(self, clients: Collection[str], first: date, last: date) -> bool:
        """True if it stands and a recording of these clients that ran from `first` to `last` is in its scope."""
        return self.stands and self.client in clients and first <= self.until and self.since <= last
