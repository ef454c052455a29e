"""rsync: the daemon's greeting at the start of a line, and the binary hand-shake of `rsync --server`.

Both sides begin with their protocol version as four bytes; that alone is also what many files hold. Since protocol 30 both name
their checksums next; older programs are told by the server's seed and its first multiplexed message.
Source: rsync 3.5 clientserver.c, compat.c (negotiate_the_strings), io.c (MPLEX_BASE); captures of protocols 27 to 32.
"""

import re

from gateway.guards.transfer.start import Start, spans_of

_KIND = "transfer.rsync"
_DAEMON = re.compile(rb"\n@RSYNCD:[ \t]{0,8}[0-9]")
# version; compatibility flags (a varint); length and names of checksums, "xxh128 xxh3 xxh64 md5 md4 sha1 none"
_NAME = rb"(?:xxh(?:ash|3|64|128)|md[45]|sha(?:1|256|512)|none)"
_NAMED = re.compile(
    rb"[\x1b-\x22]\x00\x00\x00.{0,5}[\x03-\x7f](?:[a-z0-9-]{2,12} ){0,12}%s %s" % (_NAME, _NAME), re.DOTALL
)
# version; compatibility flags or none; checksum seed, made of the time (2013 to 2037); header of the first message:
# 24 bits of length, MPLEX_BASE + MSG_DATA
_OLD = re.compile(rb"[\x1b-\x22]\x00\x00\x00.{0,2}.{3}[\x50-\x7f]..\x00\x07", re.DOTALL)


def daemon() -> Start:
    """A daemon's greeting, a line of text."""
    return Start(kind=_KIND, clues=((b"@", b"\n@R"),), reach=32, spans=spans_of(_DAEMON))


def negotiation() -> Start:
    """The hand-shake of protocol 30 and later, either side's."""
    return Start(kind=_KIND, clues=((b"\x00",),), reach=180, spans=spans_of(_NAMED))


def old_server() -> Start:
    """The server's side of programs that name no checksums."""
    return Start(kind=_KIND, clues=((b"\x00",),), reach=16, spans=spans_of(_OLD))
