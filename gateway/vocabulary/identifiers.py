"""Names of things. Chance comes through this one door.

An identifier is PREFIX-DATE-RANDOM: sortable by day, short enough to read over a telephone, and 50 bits of chance in
Crockford's base 32 (no I, L, O, U). Identifiers are labels, never secrets.
"""

import re
import secrets
from datetime import datetime

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM_LETTERS = 10

USERNAME = re.compile(r"[a-z][a-z0-9._-]{0,31}")
TARGET_NAME = re.compile(r"[a-z][a-z0-9-]{0,62}")
ACCOUNT_NAME = re.compile(r"[a-z_][a-z0-9_.-]{0,31}")
_FOLDER_NAME = r"(?!\.{1,2}(?:/|\Z))[\w.+@ -]{1,100}"  # neither `.` nor `..`
DROP_FOLDER = re.compile(rf"/?{_FOLDER_NAME}(?:/{_FOLDER_NAME}){{0,31}}")  # never the root
IDENTIFIER = re.compile(r"[A-Z]{1,3}-[0-9]{8}-[0-9A-HJKMNP-TV-Z]{10}")


def new_identifier(prefix: str, now: datetime) -> str:
    """A fresh identifier such as `S-20261122-7F3K9QW2ZD`; `prefix` is one to three capitals."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM_LETTERS))
    return f"{prefix}-{now:%Y%m%d}-{letters}"


def new_session_id(now: datetime) -> str:
    """Identifier of one session: one channel of one person's connection."""
    return new_identifier("S", now)


def new_recording_id(now: datetime) -> str:
    """Identifier of one recording."""
    return new_identifier("R", now)


def new_order_id(now: datetime) -> str:
    """Identifier of one work order (作業申請)."""
    return new_identifier("WO", now)
