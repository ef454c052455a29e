"""The verdict on one described field, and the masking of its values.

Clear only if proved twice: by the statement's lineage, and by the origin the server itself reports in RowDescription (PostgreSQL
protocol 3.0, 55.7: table OID and attribute number, zero where it knows none). Whatever disagrees, or is unknown, is masked.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Protocol

from gateway.guards.statements.shapes import Lineage, Output
from gateway.vocabulary.column import Column, Kind

TEXT_TYPES: Final = frozenset({18, 19, 25, 1042, 1043})  # char, name, text, bpchar, varchar: alike in both formats
LETTERS_MAX: Final = 64
STARS_MAX: Final = 8192
_KEPT: Final[Mapping[Kind, str]] = {
    Kind.PHONE: "-",
    Kind.CARD: "- ",
    Kind.LINE: "-",
    Kind.MAIL: "@",
    Kind.NAME: " \u3000",
    Kind.KANA: " \u3000",
}
_ASCII: Final[Mapping[Kind, bytes]] = {  # each byte as it is shown
    kind: bytes(byte if chr(byte) in _KEPT.get(kind, "") else ord("*") for byte in range(256)) for kind in Kind
}


class Format(IntEnum):
    """How a field's values are spelled on the wire."""

    TEXT = 0
    BINARY = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a RowDescription."""

    relation_oid: int
    attribute: int
    type_oid: int
    format: Format


class Origins(Protocol):
    """A snapshot of the target's relations, with what the catalogue says of each column."""

    def column(self, relation_oid: int, attribute: int) -> Column | None:
        """The column with that origin; None for one the snapshot does not know."""


class Clear(IntEnum):
    """The value may be shown."""

    CLEAR = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """The value is shown as stars where `stars`, else as NULL."""

    kind: Kind
    stars: bool = True


Verdict = Clear | Mask


def masked(field: Field, output: Output, origins: Origins) -> Verdict:
    """CLEAR only where the lineage and the server's own origin prove that nothing personal is in the field."""
    origin = origins.column(field.relation_oid, field.attribute) if field.relation_oid else None
    if output.kind is not Kind.HARMLESS and output.lineage is not Lineage.STAR:
        called = output.lineage is Lineage.BARE and not field.relation_oid  # `alias.f` may be a call, of the whole row
        return Mask(kind=output.kind, stars=not called)
    return Clear.CLEAR if _is_proved(field, output, origin) else _masked_as(origin)


def _is_proved(field: Field, output: Output, origin: Column | None) -> bool:
    if output.lineage is Lineage.COMPUTED and not field.relation_oid:
        return True
    if origin is None or not origin.is_harmless:
        return False
    if output.lineage is Lineage.STAR:
        return (origin.schema, origin.table) in output.places
    if output.lineage is Lineage.BARE:
        asked = output.column
        return asked is not None and (asked.schema, asked.table, asked.name) == (
            origin.schema,
            origin.table,
            origin.name,
        )
    return output.lineage is Lineage.COMPUTED


def _masked_as(origin: Column | None) -> Mask:
    harmful = origin is not None and not origin.is_harmless
    return Mask(kind=origin.kind if harmful and origin is not None else Kind.PERSONAL)


def masked_value(value: bytes | None, field: Field, mask: Mask) -> bytes | None:
    """The value as it is shown: stars of the same width for text, NULL for every other type and for what is no UTF-8."""
    if value is None or not mask.stars or field.type_oid not in TEXT_TYPES:
        return None
    if value.isascii():
        return value[:LETTERS_MAX].translate(_ASCII[mask.kind])
    try:
        text = value[: LETTERS_MAX * 4].decode("utf-8", "strict" if len(value) <= LETTERS_MAX * 4 else "ignore")
    except UnicodeDecodeError:
        return None
    return text[:LETTERS_MAX].translate(_STARS[mask.kind]).encode()


class _Stars(dict[int, str]):
    """Each letter as it is shown, by its code point; the first STARS_MAX that come are remembered."""

    def __init__(self, kept: str) -> None:
        super().__init__({ord(letter): letter for letter in kept})

    def __missing__(self, code: int) -> str:
        star = "＊" if unicodedata.east_asian_width(chr(code)) in ("W", "F") else "*"
        if len(self) < STARS_MAX:
            self[code] = star
        return star


_STARS: Final[Mapping[Kind, _Stars]] = {kind: _Stars(_KEPT.get(kind, "")) for kind in Kind}


SNAPSHOT_QUERY: Final = """\
SELECT a.attrelid::pg_catalog.int8, a.attnum::pg_catalog.int4, n.nspname::pg_catalog.text, c.relname::pg_catalog.text,
  a.attname::pg_catalog.text
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) a.attrelid
JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
WHERE a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped AND c.relkind OPERATOR(pg_catalog.=) ANY ('{r,v,m,f,p}')
"""
"""What a snapshot is made of: OID, attribute number, schema, relation, column. Asked again when an OID is not in it."""
