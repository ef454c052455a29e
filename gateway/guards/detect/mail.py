"""E-mail addresses, sought from their `@`. In running text they are mostly authors', so one is certain only with other data."""

import re
from collections.abc import Iterator
from typing import Final

from gateway.guards.detect.sight import Kind, Sight

_LOCAL: Final = re.compile(r"[A-Za-z0-9._%+\-]{1,64}\Z")
_DOMAIN: Final = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.){1,8}([A-Za-z]{2,24})(?![A-Za-z0-9@])"
)
_NO_PLACE: Final = (
    "service socket target mount timer slice scope device swap automount path conf so js ts py png jpg jpeg gif svg "
    "webp css scss html json yaml yml xml txt md gz zip tar whl deb rpm log local localdomain localhost invalid lan internal"
)
_NO_DOMAIN: Final = frozenset(_NO_PLACE.split())
_PROTOCOLS: Final = frozenset(
    {"openssh.com", "libssh.org", "tinyssh.org", "ssh.com", "putty.projects.tartarus.org", "lysator.liu.se"}
)


def mails(text: str) -> Iterator[Sight]:
    """Addresses in folded text."""
    at = text.find("@")
    while at >= 0:
        found = _DOMAIN.match(text, at + 1)
        before = _LOCAL.search(text[max(0, at - 64) : at]) if found is not None else None
        if found is not None and before is not None and not _is_other(found):
            start, end = at - len(before[0]), found.end()
            yield Sight(Kind.MAIL, start, end, text[start:end].lower().encode(), certain=False)
            at = end
        at = text.find("@", at + 1)


def _is_other(found: re.Match[str]) -> bool:
    """Units, file names and names of algorithms (RFC 4251 §6) look like addresses."""
    return found[1].lower() in _NO_DOMAIN or found[0].lower() in _PROTOCOLS
