"""What a proxy's header says: whose connection it is, or that it is the proxy's own, or nothing that could be believed."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A client's connection. `size`: bytes of the header; `address`: HOST:PORT of the client, as the door writes addresses."""

    size: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The proxy's own connection, to see whether the door is there: LOCAL in the second version, UNKNOWN in the first."""

    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Malformed:
    """No header that could be believed. `why` is for the service's log."""

    why: str


Said = Client | Own | Malformed


def client_of(size: int, source: IPv4Address | IPv6Address, port: int) -> Client | Malformed:
    """The client at `source`; an IPv4 address inside an IPv6 one is that IPv4 address, so that nobody counts twice."""
    mapped = source.ipv4_mapped if isinstance(source, IPv6Address) else None
    host = source if mapped is None else mapped
    if host.is_unspecified or host.is_multicast:
        return Malformed(why=f"nobody connects from {host}")
    return Client(size=size, address=f"{host}:{port}")
