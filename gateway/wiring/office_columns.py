"""The catalogues of columns as pages read them: each database with who answers for it, and what sessions met besides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from gateway.audit.entry import Entry, EntryMalformed
from gateway.audit.event import EventRefused
from gateway.authorization.columns.catalogue import Claim, ColumnFile, Relation
from gateway.authorization.columns.events import CatalogueDrift
from gateway.authorization.columns.relation_table import RELATION_ITSELF
from gateway.ipc.messages import CallRefused
from gateway.storage.engine import reading
from gateway.storage.queries.journal import JournalFilter, entries
from gateway.vocabulary.clock import JST, moment_of
from gateway.vocabulary.column import Column, Kind
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.target import Protocol
from gateway.wiring.office import Office

DRIFT_SHOWN: Final = timedelta(days=31)
DRIFTS_MAX: Final = 1_000  # entries looked at; each database makes one a day


class State(StrEnum):
    """How far a database is classified."""

    CLASSIFIED = "classified"
    DRIFTED = "drifted"  # classified, and sessions met something new since
    UNCLASSIFIED = "unclassified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drifted:
    """What a session met last, and when."""

    at: datetime
    event: CatalogueDrift


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseLine:
    """One database of one target. `target_id` None: the file names a target that is not registered. `file` None: no file."""

    target: str
    target_id: str | None
    database: str | None
    file: ColumnFile | None
    drift: Drifted | None

    @property
    def state(self) -> State:
        """Nobody's, whole, or with something new."""
        if self.file is None:
            return State.UNCLASSIFIED
        return State.CLASSIFIED if self.drift is None else State.DRIFTED


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnLine:
    """One column of a file. `claim`: why it is open in spite of its name or type, or the reason of its view."""

    relation: Relation
    column: Column
    claim: Claim | None

    @property
    def is_client_key(self) -> bool:
        """True for the column rows are counted by."""
        return self.column.name == self.relation.client_key

    @property
    def is_subject_key(self) -> bool:
        """True for the column people are counted by."""
        return self.column.name == self.relation.subject_key


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnFilter:
    """Which columns; None asks for everything. `text` is looked for in `schema.relation.column`."""

    text: str | None = None
    kind: Kind | None = None
    masked: bool | None = None


def databases(office: Office) -> tuple[DatabaseLine, ...]:
    """Every database that a file is about or a session met, and every registered one that neither is true of; by target."""
    ids = {each.name: each.id for each in office.lists.targets() if each.protocol is Protocol.POSTGRESQL}
    seen = _drifts(office)
    files = [(target, file) for file in office.policy.columns.files.values() for target in file.targets]
    known = {(target, file.database): file for target, file in files}
    places: set[tuple[str, str | None]] = {*known, *(place for place in seen if place[0] in ids)}
    told = {target for target, _ in places}
    places |= {(target, None) for target in ids if target not in told}
    return tuple(
        _line(target, database, ids.get(target), known.get((target, database or "")), seen)
        for target, database in sorted(places, key=lambda place: (place[0], place[1] or ""))
    )


def file_named(office: Office, file: str) -> ColumnFile:
    """The file of this id. Raises CallRefused where there is none."""
    found = office.policy.columns.files.get(file)
    if found is None:
        raise CallRefused("columns.absent", ABSENT)
    return found


def columns_of(file: ColumnFile, wanted: ColumnFilter) -> tuple[ColumnLine, ...]:
    """The file's columns that are wanted, in its order."""
    return tuple(line for line in _columns(file) if _is_wanted(line.column, wanted))


def _line(
    target: str,
    database: str | None,
    target_id: str | None,
    file: ColumnFile | None,
    seen: Mapping[tuple[str, str], Drifted],
) -> DatabaseLine:
    drift = seen.get((target, database or ""))
    if drift is not None and file is not None and drift.at.astimezone(JST).date() < file.confirmed_on:
        drift = None  # somebody has looked since
    return DatabaseLine(target=target, target_id=target_id, database=database, file=file, drift=drift)


def _drifts(office: Office) -> dict[tuple[str, str], Drifted]:
    """The newest of each database, from the bytes of the journal's entries."""
    wanted = JournalFilter(kind=CatalogueDrift.kind, since=office.clock.now() - DRIFT_SHOWN, limit=DRIFTS_MAX)
    with reading(office.engine) as connection:
        found = entries(connection, wanted)
    newest: dict[tuple[str, str], Drifted] = {}
    for each in filter(None, map(_drifted, found)):
        newest.setdefault((each.event.target or "", each.event.database), each)
    return newest


def _drifted(entry: Entry) -> Drifted | None:
    """What the entry says; None where its bytes say something else."""
    try:
        event, at = entry.event(), moment_of(entry.at)
    except (EntryMalformed, EventRefused, ValueError):
        return None
    return Drifted(at=at, event=event) if isinstance(event, CatalogueDrift) else None


def _columns(file: ColumnFile) -> Iterator[ColumnLine]:
    for relation in file.catalogue.relations.values():
        for column in relation.columns.values():
            claim = relation.claims.get(column.name, relation.claims.get(RELATION_ITSELF))
            yield ColumnLine(relation=relation, column=column, claim=claim)


def _is_wanted(column: Column, wanted: ColumnFilter) -> bool:
    place = f"{column.schema}.{column.table}.{column.name}"
    return (
        (wanted.text is None or wanted.text.casefold() in place.casefold())
        and (wanted.kind is None or column.kind is wanted.kind)
        and (wanted.masked is None or column.is_harmless is not wanted.masked)
    )


ABSENT: Final = Text(ja="その分類ファイルはありません。", en="There is no such file of columns.")
