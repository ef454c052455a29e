"""Addresses that a subscriber's line was given. No address says by itself whose it is, so only labels make it one."""

import ipaddress
import re
from typing import Final

SHAPE: Final = re.compile(
    r"(?<![0-9A-Za-z.:])(?:(?:[0-9]{1,3}\.){3}[0-9]{1,3}|(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4})(?![0-9A-Za-z.:])"
)


def address_of(written: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address of the public net; None for private, reserved and documentation ones, which no subscriber has."""
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return None
    return address if address.is_global else None
