"""Mail addresses as notices are sent to them: one plain ASCII address, nothing that could add a header or a second one. Pure."""

import re
from typing import Final

LETTERS_MAX: Final = 254  # RFC 5321 §4.5.3.1.3
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS: Final = re.compile(
    rf"[A-Za-z0-9!#$%&'*/=?^_`{{|}}~+-]+(?:\.[A-Za-z0-9!#$%&'*/=?^_`{{|}}~+-]+)*@{_LABEL}(?:\.{_LABEL})*"
)
_LOCAL_MAX: Final = 64


def is_address(text: str) -> bool:
    """True for `local@domain` (RFC 5321 Dot-string and domain), without display name, comment, quotes or spaces.

    An encoded word (RFC 2047) is none: a mail program would read other addresses out of it.
    """
    if len(text) > LETTERS_MAX or "=?" in text or _ADDRESS.fullmatch(text) is None:
        return False
    return len(text.partition("@")[0]) <= _LOCAL_MAX and not text.startswith("-")
