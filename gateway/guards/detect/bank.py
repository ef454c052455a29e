"""Bank accounts where the kind of account is said: 普通 1234567. Without it seven digits are nothing."""

import re
from collections.abc import Iterator
from typing import Final

from gateway.guards.detect.sight import Kind, Sight

ACCOUNT: Final = re.compile(
    r"(普通|当座|貯蓄|総合)(?:預金|口座)?(?: (?=[0-9])|:|No\.|番号)?([0-9]{6,8})(?![0-9A-Za-z\-])"
)
_KINDS: Final = ("普通", "当座", "貯蓄", "総合")


def accounts(text: str) -> Iterator[Sight]:
    """Accounts in folded text."""
    if not any(kind in text for kind in _KINDS):
        return
    for found in ACCOUNT.finditer(text):
        yield Sight(Kind.BANK, found.start(), found.end(), f"{found[1]}{found[2]:0>7}".encode(), certain=True)
