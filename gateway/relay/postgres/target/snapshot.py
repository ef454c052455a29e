"""What tables and columns a target's database has, by number: read once, before a person's first statement."""

from collections.abc import Iterable, Iterator
from sys import intern
from typing import Final

from gateway.guards.statements import SNAPSHOT_QUERY
from gateway.guards.statements.snapshot import Row
from gateway.relay.postgres.target import words
from gateway.vocabulary.outcome import TargetError

QUESTION: Final = SNAPSHOT_QUERY.strip()


def rows_of(answer: Iterable[tuple[str | None, ...]]) -> tuple[Row, ...]:
    """The rows as `guards.statements.Snapshot` takes them. Raises TargetError for what is none."""
    return tuple(_read(answer))


def _read(answer: Iterable[tuple[str | None, ...]]) -> Iterator[Row]:
    for row in answer:
        match row:
            case (str() as oid, str() as attribute, str() as schema, str() as relation, str() as column):
                yield _number(oid), _number(attribute), intern(schema), intern(relation), intern(column)
            case _:
                raise TargetError("postgres, target: a column without a name", words.NOT_AS_IT_SHOULD)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        raise TargetError("postgres, target: a number that is none", words.NOT_AS_IT_SHOULD)
    return int(text)
