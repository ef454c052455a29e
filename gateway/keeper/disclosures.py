"""Digests by which people whose data was shown are told apart and counted, one key a client (R-06, R-48): no key leaves here.

Equal people of one client have equal digests; between clients nothing can be compared. Whoever holds the database alone can
neither enumerate people nor look one up. A session process may have as many made as work asks for, and no dictionary.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gateway.crypto import digest
from gateway.ipc.server import Violation
from gateway.keeper.custody import Custody
from gateway.keeper.requests import DisclosureDigest, DisclosureMessage
from gateway.keeper.standing import Standing
from gateway.vocabulary.secret import Secret

MADE_MAX: Final = 200_000  # for one connection: whoever is shown masked rows is shown a thousand people a day


@dataclass(eq=False, slots=True)
class _Made:
    """In a standing's memory: how many this connection has had."""

    digests: int = 0


class Disclosures:
    """Makes them, many at a time."""

    def __init__(self, custody: Custody) -> None:
        self._lookup = custody.keys.lookup

    def digest(self, standing: Standing, asked: DisclosureDigest) -> list[bytes]:
        """The digests, in order. Raises Violation for more than one connection can need."""
        made = standing.memory(_Made)
        made.digests += len(asked.items)
        if made.digests > MADE_MAX:
            raise Violation("more people than anybody may be shown")
        return self.made(asked.items)

    def made(self, items: Sequence[DisclosureMessage]) -> list[bytes]:
        """The digests, in order, for whoever was judged before."""
        keys = {client: self._key(client) for client in {item.client for item in items}}
        return [digest.keyed(keys[item.client], item.message) for item in items]

    def _key(self, client: str) -> Secret:
        return Secret(digest.keyed(self._lookup, b"sekisho disclosed people of client\0" + client.encode("utf-8")))
