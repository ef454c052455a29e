"""A listing as a client sees it: names and attributes of the drop folder, the lines made by us. Pure.

A target's own line (`longname`) names accounts and may hold anything; it is thrown away and written again from the attributes.
"""

import stat
from dataclasses import dataclass
from datetime import UTC, datetime

from gateway.relay.ssh.sftp.attributes import Attributes
from gateway.relay.ssh.sftp.folder import Place, is_showable
from gateway.relay.ssh.sftp.replies import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A folder being listed; `far` is the target's handle."""

    place: Place
    far: bytes


def remade(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """What a client may see of a target's entries: neither `.` nor `..`, no name that is no name, no line of the target."""
    return tuple(
        Entry(name=one.name, line=line(one.name, one.attributes), attributes=one.attributes.bare())
        for one in entries
        if one.name not in (b".", b"..") and is_showable(one.name)
    )


def line(name: bytes, attributes: Attributes) -> bytes:
    """As `ls -ln` has it (draft-ietf-secsh-filexfer-02 §7); moments in UTC."""
    mode = stat.filemode(attributes.permissions or 0)
    uid, gid = attributes.owner or (0, 0)
    changed = datetime.fromtimestamp(attributes.times[1] if attributes.times else 0, UTC)
    return f"{mode} {1:>4} {uid:<8} {gid:<8} {attributes.size or 0:>12} {changed:%b %d  %Y} ".encode() + name
