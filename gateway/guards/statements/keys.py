"""The gateway's own fields of an answer, read: whose client's data each row is, and whom it is about.

A field is believed only if the server reports for it the very column that was appended. What cannot be told is None, and counts
for a client nobody knows.
"""

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from gateway.guards.statements.masking import TEXT_TYPES, Field, Format, Mask, Origins, masked
from gateway.guards.statements.shapes import Role, Statement, What, Whose
from gateway.vocabulary.column import Column

_PADDED: Final = 1042  # bpchar: blanks at the end mean nothing
_BINARY: Final[Mapping[int, Callable[[bytes], str]]] = {  # by type OID: bool int8 int2 int4 oid uuid
    16: lambda value: "t" if value == b"\1" else "f",
    20: lambda value: str(struct.unpack(">q", value)[0]),
    21: lambda value: str(struct.unpack(">h", value)[0]),
    23: lambda value: str(struct.unpack(">i", value)[0]),
    26: lambda value: str(struct.unpack(">I", value)[0]),
    2950: lambda value: str(UUID(bytes=value)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """Whose one row of one relation is: the client's code, the sort of number and the number; None where nobody can tell.

    `table` is `schema.relation`, of a UNION ALL several with " | " between. `shown`: something personal of it is shown, masked.
    """

    table: str
    client: str | None
    subject: str
    number: str | None
    shown: bool


class Keys:
    """Reads the rows of one described statement. `fields` are all it described, the hidden ones last."""

    def __init__(self, statement: Statement, fields: Sequence[Field], origins: Origins) -> None:
        self._first = len(fields) - len(statement.hidden)
        self._people = _people(statement, fields[: max(0, self._first)], origins)
        self._tables = [" | ".join(sorted(".".join(place) for place in whose.places)) for whose in self._people]
        self._fields = tuple(fields[max(0, self._first) :])
        self._at: dict[tuple[int, Role], int] = {}
        for at, hidden in enumerate(statement.hidden):
            self._at[hidden.whose, hidden.role] = at
        self.proved = self._first >= 0 and all(
            _is(field, hidden.column, origins) for field, hidden in zip(self._fields, statement.hidden, strict=True)
        )
        """False if the server describes other columns than were appended: after a change of its tables, or by its fault."""

    def of(self, row: Sequence[bytes | None]) -> tuple[Belonging, ...]:
        """Whose this row is, relation by relation; none of a relation that an outer join found no row of."""
        if not self._people:
            return ()
        values = [_text(value, field) for value, field in zip(row[self._first :], self._fields, strict=True)]
        found = (self._belonging(at, whose, values) for at, whose in enumerate(self._people))
        return tuple(each for each in found if each is not None)

    def _belonging(self, at: int, whose: Whose, values: Sequence[str | None]) -> Belonging | None:
        client = self._value((at, Role.CLIENT), values)
        number = self._value((at, Role.SUBJECT), values)
        if whose.optional and (at, Role.SUBJECT) in self._at and number is None and client is None:
            return None
        return Belonging(
            table=self._tables[at],
            client=whose.client if client is None else client,
            subject=whose.subject,
            number=number,
            shown=whose.shown,
        )

    def _value(self, key: tuple[int, Role], values: Sequence[str | None]) -> str | None:
        at = self._at.get(key)
        return None if at is None or not self.proved else values[at]


def _people(statement: Statement, fields: Sequence[Field], origins: Origins) -> tuple[Whose, ...]:
    """The statement's people; where it counts nobody for something that is masked, somebody nobody knows."""
    if statement.what is not What.SELECT or any(each.shown for each in statement.people):
        return statement.people
    outputs = statement.aligned(len(fields))
    if not any(isinstance(masked(each, output, origins), Mask) for each, output in zip(fields, outputs, strict=True)):
        return statement.people
    return (*statement.people, Whose(places=statement.places, client=None, subject="", shown=True))


def _is(field: Field, column: Column, origins: Origins) -> bool:
    origin = origins.column(field.relation_oid, field.attribute) if field.relation_oid else None
    return origin is not None and (origin.schema, origin.table, origin.name) == (
        column.schema,
        column.table,
        column.name,
    )


def _text(value: bytes | None, field: Field) -> str | None:
    """A key's value as text; None for NULL, and for a type nobody can read in the binary format."""
    if value is None:
        return None
    try:
        if field.type_oid == _PADDED:
            return value.decode().rstrip(" ")
        if field.format is Format.TEXT or field.type_oid in TEXT_TYPES:
            return value.decode()
        return _BINARY[field.type_oid](value)
    except (KeyError, ValueError, struct.error):
        return None
