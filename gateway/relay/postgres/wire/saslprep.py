"""SASLprep (RFC 4013) of a password, as PostgreSQL does it (src/common/saslprep.c): what cannot be prepared is used as it is."""

import stringprep
import unicodedata
from collections.abc import Callable
from typing import Final

_PROHIBITED: Final[tuple[Callable[[str], bool], ...]] = (
    stringprep.in_table_c12, stringprep.in_table_c21_c22, stringprep.in_table_c3, stringprep.in_table_c4,
    stringprep.in_table_c5, stringprep.in_table_c6, stringprep.in_table_c7, stringprep.in_table_c8, stringprep.in_table_c9,
    stringprep.in_table_a1,
)  # fmt: skip


def prepared(password: bytes) -> bytes:
    """The bytes to be hashed: prepared where the password is UTF-8 that may be prepared, else the very bytes."""
    try:
        text = password.decode("utf-8")
    except UnicodeDecodeError:
        return password
    if text.isascii() and text.isprintable():
        return password
    mapped = "".join(
        " " if stringprep.in_table_c12(each) else each for each in text if not stringprep.in_table_b1(each)
    )
    normal = unicodedata.normalize("NFKC", mapped)
    return normal.encode("utf-8") if normal and _is_permitted(normal) else password


def _is_permitted(text: str) -> bool:
    """No prohibited or unassigned character, and writing directions not mixed (RFC 3454 §6)."""
    if any(is_prohibited(each) for each in text for is_prohibited in _PROHIBITED):
        return False
    if not any(map(stringprep.in_table_d1, text)):
        return True
    edges_are = stringprep.in_table_d1(text[0]) and stringprep.in_table_d1(text[-1])
    return edges_are and not any(map(stringprep.in_table_d2, text))
