"""E-mail addresses. Surest as a field of their own; in running text, such as a change log, they are mostly authors'.

Anchored on `@`: a pattern that begins with letters would try at each of them.
"""

import re
from collections.abc import Iterator

from gateway.guards.personal_data.sighting import Kind, Sighting

_BEFORE = re.compile(r"[A-Za-z0-9._%+-]{1,64}\Z")
_AFTER = re.compile(
    r"@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}([A-Za-z]{2,24}))(?![A-Za-z0-9.-]*[A-Za-z0-9@])"
)
_FIELD_ENDS = frozenset(",;\t|\"'\r\n<>")
# What stands behind an @ in file names, units and packages.
_NO_PLACE = (
    "service socket target mount timer slice scope device swap automount conf so js ts py png jpg jpeg gif svg webp css scss "
    "html json yaml yml xml txt md gz zip tar whl deb rpm log local localdomain localhost invalid test lan internal"
)
_NO_DOMAIN = frozenset(_NO_PLACE.split())
# Whose names of algorithms look like addresses (RFC 4251 §6).
_PROTOCOLS = frozenset({"openssh.com", "libssh.org", "tinyssh.org", "ssh.com", "putty.projects.tartarus.org"})


def mails(text: str) -> Iterator[Sighting]:
    """Addresses in a text; `sure` where they are a field."""
    at = text.find("@")
    while at >= 0:
        found = _mail(text, at)
        if found is not None:
            yield found
        at = text.find("@", at + 1 if found is None else found.end)


def _mail(text: str, at: int) -> Sighting | None:
    after = _AFTER.match(text, at)
    if after is None or after[2].lower() in _NO_DOMAIN or after[1].lower() in _PROTOCOLS:
        return None
    before = _BEFORE.search(text[max(0, at - 65) : at])
    if before is None:
        return None
    start, end = at - len(before[0]), after.end()
    return Sighting(start, end, Kind.MAIL, (before[0] + after[0]).lower(), sure=_is_field(text, start, end))


def _is_field(text: str, start: int, end: int) -> bool:
    left = text[start - 1] if start else "\n"
    right = text[end] if end < len(text) else "\n"
    is_author = left == "<" and right == ">"  # `Name <address>`; an element of XML has `>` before and `<` behind
    return left in _FIELD_ENDS and right in _FIELD_ENDS and not is_author
