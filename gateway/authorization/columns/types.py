"""What the type of a column says: whether a value of it could hold more than one plain thing, and which kind it betrays."""

import re
from typing import Final

# Values of these types are one number, one moment, one word or one bit. What is not here may hold anything.
_WORDS: Final = (
    "smallint integer bigint numeric decimal real money boolean date time timestamp timestamptz timetz interval uuid text "
    "varchar char bpchar int2 int4 int8 float4 float8 bool oid character"
)
_PHRASES: Final = (
    "double precision",
    "character varying",
    "timestamp without time zone",
    "timestamp with time zone",
    "time without time zone",
    "time with time zone",
)
_PLAIN: Final = frozenset((*_WORDS.split(), *_PHRASES))
_TEXTS: Final = frozenset(["text", "varchar", "char", "bpchar", "character varying", "character"])
_DATES: Final = frozenset(["date"])
_WORD: Final = re.compile(r"[a-zA-Z_][\w .]*(?:\(\d+(?:,\s*-?\d+)?\))?(?: with(?:out)? time zone)?(?:\[\])*")
_SIZE: Final = re.compile(r"\s*\([^)]*\)")
LETTERS_MAX: Final = 100


def is_type(text: str) -> bool:
    """True for something PostgreSQL's format_type prints: a word, perhaps a size, perhaps brackets of an array."""
    return len(text) <= LETTERS_MAX and _WORD.fullmatch(text) is not None


def is_plain(type_name: str) -> bool:
    """True if a value of the type is one plain thing: no document, no array, no bytes, no address of a network, no unknown."""
    return _base(type_name) in _PLAIN


def is_text(type_name: str) -> bool:
    """True for the types in which anybody can write anything."""
    return _base(type_name) in _TEXTS


def is_single_bit(type_name: str) -> bool:
    """True for boolean."""
    return _base(type_name) in ("boolean", "bool")


def is_day(type_name: str) -> bool:
    """True for a day without time, the form of a birthday."""
    return _base(type_name) in _DATES


def _base(type_name: str) -> str:
    return " ".join(_SIZE.sub("", type_name).casefold().split())
