"""The first version of the header: one line of ASCII (proxy-protocol.txt §2.1). Pure.

Stricter than its text allows where nobody gains by laxness: one blank between fields, decimal numbers without leading noughts.
"""

import re
from collections.abc import Mapping
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Final

from gateway.proxies.said import Malformed, Own, Said, client_of

BEGINNING: Final = b"PROXY "
BYTES_MAX: Final = 107  # CR LF included
_END: Final = b"\r\n"
_PRINTABLE: Final = re.compile(rb"[\x20-\x7e]*")
_PORT: Final = re.compile(r"0|[1-9][0-9]{0,4}")
_PORT_MAX: Final = 65_535
_FAMILIES: Final[Mapping[str, type[IPv4Address] | type[IPv6Address]]] = {"TCP4": IPv4Address, "TCP6": IPv6Address}


def read(first: bytes) -> Said | None:
    """Judge bytes that begin with BEGINNING; None while the line may still end."""
    text, end, _ = first[:BYTES_MAX].partition(_END)
    if not end:
        text = text.removesuffix(b"\r")
    if not _PRINTABLE.fullmatch(text):
        return Malformed(why="a line with controls in it")
    if not end:
        return None if len(first) < BYTES_MAX else Malformed(why="a line without an end")
    return _parsed(len(text) + len(end), text.decode("ascii").split(" "))


def _parsed(size: int, words: list[str]) -> Said:
    if words[1] == "UNKNOWN":
        return Own(size=size)
    family = _FAMILIES.get(words[1])
    if family is None or len(words) != 6:
        return Malformed(why="a line of other words")
    _, _, *hosts, source_port, port = words
    if not all(_PORT.fullmatch(each) and int(each) <= _PORT_MAX for each in (source_port, port)):
        return Malformed(why="a port that is none")
    try:
        source, _ = (_address(family, host) for host in hosts)
    except AddressValueError as error:
        return Malformed(why=str(error))
    return client_of(size, source, int(source_port))


def _address(family: type[IPv4Address] | type[IPv6Address], host: str) -> IPv4Address | IPv6Address:
    if "%" in host:
        raise AddressValueError("an address with a zone")
    return family(host)
