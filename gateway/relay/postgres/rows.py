"""The rows of one described answer, on their way to the person: masked, without the gateway's own fields, and whose they are.

Invariants: a value of a field whose verdict is a mask leaves here only as `masked_value` spells it; the last `len(hidden)` fields
leave here never; a description under which the gateway's own fields cannot be proved gives no rows at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gateway.disclosure.counting import Row
from gateway.guards.statements import Field, Format, Keys, Mask, Origins, Statement, masked, masked_value
from gateway.relay.postgres.wire import rows as wire
from gateway.relay.postgres.wire.frames import Frame
from gateway.relay.postgres.wire.rows import RowDescription

Values = list[bytes | None]
_WHOLE_ROW: Final = 0  # as an attribute's number; below are the system's own


@dataclass(frozen=True, slots=True)
class Seen:
    """One row as the person gets it: its message, its values, and what of whom it shows."""

    message: bytes
    values: Values
    belongings: tuple[Row, ...]


class Shape:
    """What the rows of one statement under one description become."""

    def __init__(self, statement: Statement, description: RowDescription, origins: Origins) -> None:
        fields = tuple(_field(each) for each in description.fields)
        seen = max(0, len(fields) - len(statement.hidden))
        self.description, self.origins = description, origins
        self.fields = description.fields[:seen]
        self.told = RowDescription(fields=self.fields).encoded()
        self._seen = seen
        self._keys = Keys(statement, fields, origins)
        verdicts = zip(fields, statement.aligned(seen), strict=False)  # the fields that are not hidden
        self._masks = [
            (at, field, verdict)
            for at, (field, output) in enumerate(verdicts)
            if isinstance(verdict := masked(field, output, origins), Mask)
        ]
        self._counts = bool(self._masks or statement.people)  # a foreign client's rows matter without a mask as well
        self._is_whole = not self._masks and seen == len(fields)

    @property
    def proved(self) -> bool:
        """False if the gateway's own fields are not what it appended: then no row may pass."""
        return self._keys.proved

    @property
    def masks(self) -> bool:
        """True if something of each row is masked."""
        return bool(self._masks)

    @property
    def unknown(self) -> bool:
        """True if a field comes from a column that was not there when the snapshot was taken."""
        return any(
            each.table and each.attribute > _WHOLE_ROW and self.origins.column(each.table, each.attribute) is None
            for each in self.description.fields
        )

    def seen(self, frame: Frame) -> Seen:
        """One DataRow. Raises TargetError for one that is not well formed."""
        values = wire.values_of(frame.whole)
        belongings = tuple(self._belongings(values)) if self._counts else ()
        if self._is_whole:
            return Seen(frame.whole, values, belongings)
        for at, field, mask in self._masks:
            values[at] = masked_value(values[at], field, mask)
        del values[self._seen :]
        return Seen(wire.data_row(values), values, belongings)

    def _belongings(self, values: Values) -> Iterator[Row]:
        for each in self._keys.of(values):
            yield Row(
                client=each.client, subject=each.subject, number=each.number, revealed=False, masked=each.shown,
                table=each.table,
            )  # fmt: skip


def _field(field: wire.Field) -> Field:
    return Field(
        relation_oid=field.table, attribute=field.attribute, type_oid=field.type, format=Format(field.format.value)
    )
