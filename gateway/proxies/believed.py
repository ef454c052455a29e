"""Which peers are proxies of ours, by address. Whoever is not named is a client, whatever he says he is.

Invariant: nobody's word is believed where no proxy is configured.
"""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final

from gateway.vocabulary.peer_address import host_of, lies_in

WIDEST_IPV4: Final = 16
WIDEST_IPV6: Final = 48
"""Shortest prefixes: a wider network would let half a company speak for everybody."""


class Believed:
    """The proxies of one door."""

    def __init__(self, networks: Iterable[str]) -> None:
        """Raises ValueError for what is no network (`network_of`)."""
        self._networks = tuple(map(network_of, networks))

    def believes(self, address: str) -> bool:
        """Whether the peer at `address` (HOST:PORT, as the door writes it) says whose connection it is."""
        host = host_of(address)
        return host is not None and any(lies_in(host, network) for network in self._networks)


def network_of(text: str) -> IPv4Network | IPv6Network:
    """`192.0.2.7` or `192.0.2.0/28`. Raises ValueError: no network, bits behind its prefix, or a network that is too wide."""
    network = ip_network(text)
    widest = WIDEST_IPV4 if network.version == 4 else WIDEST_IPV6
    if network.prefixlen < widest:
        raise ValueError(f"{text} is too wide: name the proxies, or a network of /{widest} at most")
    return network


NOBODY: Final = Believed(())
