"""The name given at the door: who, and optionally which target and target account (`sato+callcenter-app+postgres`).

`=` is an exact synonym of `+`, and one received space is a `+` that a client's URL parser decoded (OpenSSH does so in
`ssh://` URLs). Names are ASCII, lower case and matched whole; nothing is trimmed, folded or guessed.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NoReturn

from gateway.authentication import texts
from gateway.vocabulary.identifiers import ACCOUNT_NAME, TARGET_NAME, USERNAME
from gateway.vocabulary.outcome import Text

LETTERS_MAX: Final = 32 + 1 + 63 + 1 + 32  # the longest of each part and two separators
_SEPARATOR = re.compile("[+= ]")
_PARTS_MAX = 3


class NameFault(StrEnum):
    """Why a name is no login name."""

    TOO_LONG = "too-long"
    EMPTY_PART = "empty-part"
    TOO_MANY_PARTS = "too-many-parts"
    BAD_USERNAME = "bad-username"
    BAD_TARGET = "bad-target"
    BAD_ACCOUNT = "bad-account"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginName:
    """A well-formed login name. Whether such a person, target or account exists is not known here."""

    username: str
    target: str | None = None
    account: str | None = None

    def __str__(self) -> str:
        return "+".join(part for part in (self.username, self.target, self.account) if part is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRefusal:
    """Why the given name cannot be used. Holds nothing of what was typed: people type passwords here by mistake."""

    fault: NameFault
    text: Text

    def __bool__(self) -> NoReturn:
        raise TypeError("match on LoginName | NameRefusal")


def parse(given: str) -> LoginName | NameRefusal:
    """The login name in `given`, at most LETTERS_MAX characters."""
    if len(given) > LETTERS_MAX:
        return _refused(NameFault.TOO_LONG)
    parts = _SEPARATOR.split(given, maxsplit=_PARTS_MAX)
    if len(parts) > _PARTS_MAX:
        return _refused(NameFault.TOO_MANY_PARTS)
    if not all(parts):
        return _refused(NameFault.EMPTY_PART)
    username, target, account = (*parts, None, None)[:_PARTS_MAX]
    if username is None or not USERNAME.fullmatch(username):
        return _refused(NameFault.BAD_USERNAME)
    if target is not None and not TARGET_NAME.fullmatch(target):
        return _refused(NameFault.BAD_TARGET)
    if account is not None and not ACCOUNT_NAME.fullmatch(account):
        return _refused(NameFault.BAD_ACCOUNT)
    return LoginName(username=username, target=target, account=account)


def _refused(fault: NameFault) -> NameRefusal:
    return NameRefusal(fault=fault, text=texts.BAD_NAME)
