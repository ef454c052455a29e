"""The head of an HTTP/1 request (RFC 9112), as far as three pages need it. Pure, strict, bounded; there is never a body."""

import re
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address
from typing import Final

HEAD_BYTES_MAX: Final = 8 * 1024
FIELDS_MAX: Final = 64
METHODS: Final = ("GET", "HEAD")
_LINE: Final = re.compile(r"([A-Z]{1,16}) (/[!-~]{0,255}) HTTP/1\.([01])")
_FIELD: Final = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}):[ \t]*([ -~\t]*?)[ \t]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that is one. `host` is what the Host field says without its port, "" where there is none (HTTP/1.0)."""

    method: str
    path: str
    host: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """No request of ours, and the status that says so."""

    status: HTTPStatus


def read(head: bytes) -> Asked | Wrong:
    """The request whose head, up to and with the empty line, is `head`."""
    if len(head) > HEAD_BYTES_MAX:
        return Wrong(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
    try:
        first, *lines = head.decode("ascii").removesuffix("\r\n\r\n").split("\r\n")
    except UnicodeDecodeError:
        return Wrong(HTTPStatus.BAD_REQUEST)
    line = _LINE.fullmatch(first)
    if line is None:
        return Wrong(HTTPStatus.BAD_REQUEST)
    if len(lines) > FIELDS_MAX:
        return Wrong(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
    hosts = _hosts(lines)
    if hosts is None or len(hosts) > 1 or (not hosts and line[3] == "1"):
        return Wrong(HTTPStatus.BAD_REQUEST)
    if line[1] not in METHODS:
        return Wrong(HTTPStatus.METHOD_NOT_ALLOWED)
    return Asked(method=line[1], path=line[2], host=hosts[0] if hosts else "")


def is_here(host: str) -> bool:
    """Whether `host` names an address or this machine: a page in a browser that calls us by a name of its own is refused."""
    if host in ("", "localhost"):
        return True
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    try:
        ip_address(bare)
    except ValueError:
        return False
    return True


def _hosts(lines: list[str]) -> list[str] | None:
    """The Host fields; None for a line that is no field, or for a request that announces a body."""
    hosts = []
    for line in lines:
        field = _FIELD.fullmatch(line)
        if field is None:
            return None
        name, value = field[1].lower(), field[2]
        if name == "transfer-encoding" or (name == "content-length" and value != "0"):
            return None
        if name == "host":
            hosts.append(_without_port(value))
    return hosts


def _without_port(value: str) -> str:
    host, colon, port = value.rpartition(":")
    return host.lower() if colon and port.isdigit() else value.lower()
