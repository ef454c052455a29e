"""SFTP inside the stream: SSH_FXP_INIT and SSH_FXP_VERSION with their framing (draft-ietf-secsh-filexfer-02 §4)."""

import re

from gateway.guards.transfer.start import Start, spans_of

# uint32 length, type 1 or 2, uint32 version; then nothing (length 5), or the name of an extension as a string
_GREETING = re.compile(
    rb"\x00\x00(?:\x00\x05[\x01\x02]\x00\x00\x00[\x03-\x06]"
    rb"|[\x00-\x3f].[\x01\x02]\x00\x00\x00[\x03-\x06]\x00\x00\x00[\x04-\x40][0-9a-z][0-9A-Za-z@.-]{3})",
    re.DOTALL,
)


def greeting() -> Start:
    """Either side's."""
    return Start(kind="transfer.sftp", clues=((b"\x00",),), reach=20, spans=spans_of(_GREETING))
