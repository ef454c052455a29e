"""The master key as two custodians of it hold it: a share each, on paper, and two shares give the key.

A share is text that can be written down and typed: 80 letters of base32 in groups of four, for
`version 1 | set 4 | key check 8 | holder 1 | share 32 | check 4`. `set` names one split, so that shares of two splits are
told apart; `key check` says which master key it is; the last four bytes are the beginning of SHA-256 over all others, so that
a slip of the pen is told at once, for each share alone. None of the three helps anybody to the key.
"""

import base64
import binascii
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gateway.crypto import digest, splitting
from gateway.crypto.aead import KEY_BYTES
from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.vocabulary.secret import Secret

_VERSION: Final = b"\x01"
_SET_BYTES: Final = 4
_CHECK_BYTES: Final = 8
_SUM_BYTES: Final = 4
_BYTES: Final = len(_VERSION) + _SET_BYTES + _CHECK_BYTES + 1 + KEY_BYTES + _SUM_BYTES
_LETTERS: Final = _BYTES * 8 // 5
_GROUP: Final = 4
_LOOKALIKES: Final = str.maketrans("018", "OIB", " -\t\r\n")


class ShareRefused(GatewayFault):
    """What was entered is no share, or does not belong to the other one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodianShare:
    """A share as read."""

    split: bytes
    key: bytes
    share: splitting.Share


def key_check(master: Secret) -> bytes:
    """Eight bytes that name a master key and say nothing else about it."""
    return digest.keyed(master, b"sekisho master key check v1")[:_CHECK_BYTES]


def written(master: Secret, custodians: int) -> tuple[Secret, ...]:
    """One share for each of so many custodians (2 to 9), as text in ASCII; any two of them give the key."""
    split, check = os.urandom(_SET_BYTES), key_check(master)
    return tuple(_text(split, check, share) for share in splitting.split(master, custodians))


def read(text: Secret) -> CustodianShare:
    """A share as a custodian typed it; case, spaces and hyphens do not matter. Raises ShareRefused."""
    letters = text.reveal().decode("ascii", "replace").translate(_LOOKALIKES).upper()
    try:
        data = base64.b32decode(letters) if len(letters) == _LETTERS else b""
    except (binascii.Error, ValueError):
        data = b""
    body, check = data[:-_SUM_BYTES], data[-_SUM_BYTES:]
    if len(data) != _BYTES or digest.sha256(body)[:_SUM_BYTES] != check or not body.startswith(_VERSION):
        raise ShareRefused("a share was not typed as it is written", _MISTYPED)
    split, rest = body[1 : 1 + _SET_BYTES], body[1 + _SET_BYTES :]
    key, holder, value = rest[:_CHECK_BYTES], rest[_CHECK_BYTES], rest[_CHECK_BYTES + 1 :]
    return CustodianShare(split=split, key=key, share=splitting.Share(holder=holder, value=Secret(value)))


def master_of(shares: Sequence[CustodianShare]) -> Secret:
    """The master key of two shares. Raises ShareRefused for two that are not of one split, and where no key comes of them."""
    if len({(each.split, each.key) for each in shares}) != 1:
        raise ShareRefused("the two shares are not of one split", _STRANGERS)
    try:
        master = splitting.joined([each.share for each in shares])
    except ValueError:
        raise ShareRefused("two custodians' shares are needed", _ONE_TWICE) from None
    if not digest.same(key_check(master), shares[0].key):
        raise ShareRefused("the two shares give no master key: one of them was made up", _NO_KEY)
    return master


def _text(split: bytes, check: bytes, share: splitting.Share) -> Secret:
    body = _VERSION + split + check + bytes([share.holder]) + share.value.reveal()
    letters = base64.b32encode(body + digest.sha256(body)[:_SUM_BYTES]).decode("ascii")
    return Secret("-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP)).encode("ascii"))


_MISTYPED: Final = Text(
    ja="分割鍵が紙のとおりに入力されていません（80 文字）。もう一度確かめて入力してください。",
    en="The share was not typed as it stands on paper (80 letters). Check it and enter it again.",
)
_STRANGERS: Final = Text(
    ja="二つの分割鍵は、同じときに作成されたものではありません。同じ組の分割鍵が必要です。",
    en="The two shares were not made together. Two shares of one set are needed.",
)
_ONE_TWICE: Final = Text(
    ja="同じ保管者の分割鍵が二度入力されました。二人の保管者の分割鍵が必要です。",
    en="One custodian's share was entered twice. The shares of two custodians are needed.",
)
_NO_KEY: Final = Text(
    ja="二つの分割鍵から主鍵が得られません。どちらかが書き換えられています。別の保管者の分割鍵で試してください。",
    en="The two shares give no master key: one of them was changed. Try with another custodian's.",
)
