"""What the Counter of a session needs: the registrar that lends rows, and the keeper that digests people."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from gateway.disclosure.asking import Positions, Spare, TakeAnswer
from gateway.disclosure.holding import Batch
from gateway.disclosure.ledger import NONE_SEEN, Seen
from gateway.disclosure.spans import Exceeded


class Register(Protocol):
    """The registrar, as this session asks it (`registrar.client.SessionClient`). Every method raises GatewayFault."""

    def take(
        self,
        session: str,
        statement: int,
        *,
        rows: Mapping[tuple[str, str], int],
        further: Mapping[str, int],
        people: Sequence[tuple[str, str, bytes]] = (),
        spare: Spare | None = None,
        waits: bool = False,
    ) -> TakeAnswer:
        """An answer is about to be shown; durable when it returns."""

    def settle(
        self,
        session: str,
        batch: Batch,
        *,
        asked: Sequence[bytes] = (),
        answered: Sequence[Positions] = (),
        seen: Seen = NONE_SEEN,
    ) -> None:
        """Rows went out or are given back, and whose they were; counted when it returns."""

    def frozen(self, session: str) -> tuple[Exceeded, ...] | None:
        """Why the person is shown nothing at this door; None where he is."""


class Digests(Protocol):
    """The keeper, as this session asks it (`keeper.database_clients.Digests`)."""

    def digest(self, items: Sequence[tuple[str, bytes]]) -> list[bytes]:
        """Keyed digests of (client, message), in order. Raises GatewayFault."""
