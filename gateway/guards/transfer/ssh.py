"""SSH inside the stream: a KEXINIT packet, with which both sides begin after their identification lines (RFC 4253 §7.1).

An identification line alone is honest: logs and banners are full of them, and nothing follows from it without a KEXINIT.
"""

import re

from gateway.guards.transfer.start import Start, spans_of

# uint32 packet_length (35000 at most), padding_length, SSH_MSG_KEXINIT, 16 bytes of cookie, name-list of kex_algorithms
_KEXINIT = re.compile(
    rb"\x00\x00[\x00-\x88].[\x04-\xff]\x14.{16}\x00\x00[\x00-\x0f].[a-z][0-9A-Za-z@.,_+-]{7}", re.DOTALL
)


def key_exchange() -> Start:
    """Either side's."""
    return Start(kind="transfer.ssh", clues=((b"\x14",),), reach=40, spans=spans_of(_KEXINIT))
