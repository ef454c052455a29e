"""The rows of one answer become counts: which people would be revealed, how many rows of which client are shown masked."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gateway.disclosure.digests import Digest, person_of, stranger_of
from gateway.disclosure.shown import UNKNOWN_CLIENT, Person, Shown

NO_CODE: Final = "?"
"""Stands for a client key that cannot be a client's code; no client and no order has it."""
_CODE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row that is about to be shown, of one relation (a join gives one for each).

    `client` is its client's code and `number` its person's number, None where the column is NULL or nobody classified one.
    `revealed`: a personal column of it would be shown in clear; `masked`: one is shown masked. Neither: it counts nothing.
    `table` is the relation as the catalogue spells it, `schema.name`; nothing where nobody knows.
    """

    client: str | None
    subject: str
    number: str | None
    revealed: bool
    masked: bool
    table: str = ""


def counted(rows: Iterable[Row], digest: Digest, session: str, statement: int) -> Shown:
    """What these rows would show; `statement` is the session's own count, so that strangers never count as one another."""
    people: set[Person] = set()
    masked: Counter[str] = Counter()
    for place, row in enumerate(rows):
        client = client_of(row)
        masked[client] += row.masked
        if row.revealed:
            people.add(_who(row, client, digest, (session, statement, place)))
    return Shown(people=frozenset(people), rows=MappingProxyType({each: n for each, n in masked.items() if n}))


def client_of(row: Row) -> str:
    """Whose data the row is. What no code of a client can be is nobody's code, never a client nobody knows."""
    if row.client is None:
        return UNKNOWN_CLIENT
    return row.client if _CODE.fullmatch(row.client) else NO_CODE


def _who(row: Row, client: str, digest: Digest, place: tuple[str, int, int]) -> Person:
    if row.number is None:
        return stranger_of(client, *place, digest)
    return person_of(client, row.subject, row.number, digest)
