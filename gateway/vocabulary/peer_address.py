"""The address of whoever is at the other end, `HOST:PORT` as the door writes it.

Two connections come from one address if the hosts are equal as addresses, whatever the ports; an IPv4 address inside an IPv6
one is that IPv4 address (RFC 4291 §2.5.5.2).
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

HostAddress = IPv4Address | IPv6Address


def host_of(address: str) -> HostAddress | None:
    """The host in `HOST:PORT` or `[HOST]:PORT`, its zone left out; None for what is no address of a host."""
    host = address.rpartition(":")[0].strip("[]").partition("%")[0]
    try:
        found = ip_address(host)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return found if mapped is None else mapped


def lies_in(host: HostAddress, network: IPv4Network | IPv6Network) -> bool:
    """True if `host` is one of `network`'s; a network of mapped IPv4 addresses is one of IPv4 addresses."""
    if isinstance(host, IPv4Address) and isinstance(network, IPv6Network):
        return IPv6Address(f"::ffff:{host}") in network
    return host in network
