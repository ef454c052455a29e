"""The keeper as an inquiry of the office sees it; `clients` says what such faces do with refusals."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from gateway.ipc.client import Asks
from gateway.keeper import requests as asked

_AT_ONCE: Final = 1024


class LookUp:
    """Digests for one inquiry that the registrar wrote down."""

    def __init__(self, keeper: Asks, inquiry: str) -> None:
        self._keeper, self._inquiry = keeper, inquiry

    def digests(self, messages: Sequence[tuple[str, bytes]]) -> list[bytes]:
        """Keyed digests of (client, message), in order. Raises CallRefused ("inquiry.absent", "keeper.role"), GatewayFault."""
        found: list[bytes] = []
        for part in _pieces(messages):
            items = [asked.DisclosureMessage(client=client, message=message) for client, message in part]
            wanted = asked.InquiryDigest(inquiry=self._inquiry, items=items)
            found += self._keeper.call("inquiry.digest", wanted, list[bytes])
        return found


def _pieces(messages: Sequence[tuple[str, bytes]]) -> Iterator[list[tuple[str, bytes]]]:
    left = iter(messages)
    while part := list(islice(left, _AT_ONCE)):
        yield part
