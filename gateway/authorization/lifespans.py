"""How long recordings are kept, by the clients whose data they may show (R-84): the longest of theirs decides. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from gateway.authorization.strict_table import StrictTable

DAYS_MAX: Final = 36_500
_CLIENTS: Final = "clients"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifespans:
    """`days` where a client's contract says nothing else, 1 to 36500; `clients`: of those of whom it does, by code."""

    days: int
    clients: Mapping[str, int]

    def of(self, clients: Collection[str]) -> int:
        """Days a recording of work for these clients is kept; of nobody's data, `days`."""
        return max((self.clients.get(client, self.days) for client in clients), default=self.days)

    @property
    def shortest(self) -> int:
        """The fewest days of all."""
        return min((self.days, *self.clients.values()))


def lifespans_of(table: StrictTable) -> Lifespans:
    """From `recording_days` and, where there is one, the table `clients`. Raises PolicyUnfit."""
    clients: dict[str, int] = {}
    if _CLIENTS in table.data:
        named = table.table(_CLIENTS)
        clients = {client: named.whole(client, 1, DAYS_MAX) for client in named.data}
        named.done()
    return Lifespans(days=table.whole("recording_days", 1, DAYS_MAX), clients=clients)
