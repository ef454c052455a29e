"""What shells showed: whom, and how much of what nobody reads; read and written by the one writer of all nodes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, Table, case, delete, distinct, func, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from gateway.disclosure.keeping import Door
from gateway.disclosure.past import DAYS_KEPT
from gateway.disclosure.shell import Amounts, ShellPast, Who
from gateway.disclosure.shown import Person
from gateway.disclosure.spans import DAYS, Span
from gateway.storage.tables import (
    BUDGET_FREEZE,
    BUDGET_STEP,
    DISCLOSED_PERSON,
    ORDER_CLIENT,
    SESSION,
    SHELL_PERSON,
    SHELL_SIGHT,
    SHELL_USE,
)
from gateway.vocabulary.clock import moment_of, timestamp

SLOT_SECONDS: Final = 10
MONTH: Final = timedelta(days=30)
_AMOUNTS: Final = ("opaque", "hashes", "bare_lines", "novel", "volume")
_AT_ONCE: Final = 200  # values of one question


class ShellCounts:
    """The tables of what shells showed, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def past(self, person: str, session: str, today: date, now: datetime, window: timedelta) -> ShellPast:
        """What the person's shells showed, as the budget of that session needs it now; the future of other nodes counts too."""
        since = self._since(person, now - window)
        return ShellPast(
            people=self._people(person, session, today, since),
            besides=self._besides(person, today),
            within=self._amounts(SHELL_USE.c.person_id == person, SHELL_USE.c.slot >= timestamp(since)),
            today=self._amounts(SHELL_USE.c.person_id == person, SHELL_USE.c.day >= today.isoformat()),
            units_30_days=self._amounts(
                SHELL_USE.c.person_id == person, SHELL_USE.c.day > (today - MONTH).isoformat()
            ).units,
            step=self._step(person, today),
        )

    def known(self, person: str, values: Iterable[Person], today: date) -> Mapping[Person, Who]:
        """Of these values (client, digest), whom the person's shells showed with them before; the same one for each."""
        sights = SHELL_SIGHT.c
        since = (today - timedelta(days=DAYS_KEPT - 1)).isoformat()
        asked, found = sorted(set(values)), dict[Person, Who]()
        for start in range(0, len(asked), _AT_ONCE):
            chosen = select(sights.client, sights.digest, sights.who).where(
                tuple_(sights.client, sights.digest).in_(asked[start : start + _AT_ONCE]),
                sights.person_id == person,
                sights.day >= since,
            )
            for client, digest, who in self._connection.execute(chosen):
                value = (str(client), bytes(digest))
                found[value] = min(found.get(value, bytes(who)), bytes(who))
        return found

    def saw(self, person: str, session: str, who: Who, values: Iterable[Person], *, today: date, now: datetime) -> bool:
        """The session shows that person by these values; True where it had not on that day."""
        own = {"person_id": person, "session_id": session, "day": today.isoformat(), "who": who}
        seen = SHELL_PERSON.c
        mine = (seen.person_id == person) & (seen.session_id == session) & (seen.day == own["day"]) & (seen.who == who)
        is_new = self._connection.execute(select(seen.who).where(mine)).first() is None
        self._upsert(SHELL_PERSON, {**own, "at": timestamp(now)}, {"at": timestamp(now)})
        for client, digest in values:
            self._upsert(SHELL_SIGHT, {**own, "client": client, "digest": digest}, {"day": own["day"]})
        return is_new

    def use(self, person: str, session: str, amounts: Amounts, *, today: date, now: datetime) -> None:
        """Count that much more; what is older than the longest span goes."""
        slot = datetime.fromtimestamp(now.timestamp() // SLOT_SECONDS * SLOT_SECONDS, tz=now.tzinfo)
        own = {"person_id": person, "session_id": session, "day": today.isoformat(), "slot": timestamp(slot)}
        more = {name: getattr(amounts, name) for name in _AMOUNTS}
        self._upsert(SHELL_USE, {**own, **more}, {name: SHELL_USE.c[name] + number for name, number in more.items()})
        old = (SHELL_USE.c.person_id == person) & (SHELL_USE.c.day < (today - MONTH).isoformat())
        self._connection.execute(delete(SHELL_USE).where(old))

    # -- the past, part by part

    def _since(self, person: str, window: datetime) -> datetime:
        """Where the window begins: a supervisor's release begins it anew."""
        freezes = BUDGET_FREEZE.c
        chosen = select(func.max(freezes.released_at)).where(
            (freezes.person_id == person) & (freezes.door == Door.SHELL.value)
        )
        released = self._connection.execute(chosen).scalar_one()
        return window if released is None else max(window, moment_of(released))

    def _people(self, person: str, session: str, today: date, since: datetime) -> Mapping[Span, frozenset[Who]]:
        seen, first = SHELL_PERSON.c, (today - timedelta(days=DAYS_KEPT - 1)).isoformat()
        here = func.max(case((seen.session_id == session, 1), else_=0))
        chosen = select(seen.who, func.max(seen.day), func.max(seen.at), here).where(
            (seen.person_id == person) & (seen.day >= first)
        )
        found: dict[Span, set[Who]] = {span: set() for span in (Span.PEOPLE_WINDOW, Span.SESSION, *DAYS)}
        begins = {span: (today - timedelta(days=days - 1)).isoformat() for span, days in DAYS.items()}
        for who, day, at, is_here in self._connection.execute(chosen.group_by(seen.who)):
            spans = [span for span, begin in begins.items() if day >= begin]
            spans += [Span.SESSION] * bool(is_here) + [Span.PEOPLE_WINDOW] * (at >= timestamp(since))
            for span in spans:
                found[span].add(bytes(who))
        return MappingProxyType({span: frozenset(who) for span, who in found.items()})

    def _besides(self, person: str, today: date) -> Mapping[Span, int]:
        """People whom the database door showed in clear."""
        table = DISCLOSED_PERSON.c
        digest = func.hex(table.digest) if self._is_file else func.encode(table.digest, "hex")
        who = table.client + "/" + digest
        spans = [
            func.count(distinct(case((table.day >= (today - timedelta(days=days - 1)).isoformat(), who))))
            for days in DAYS.values()
        ]
        first = (today - timedelta(days=DAYS_KEPT - 1)).isoformat()
        row = self._connection.execute(select(*spans).where((table.person_id == person) & (table.day >= first))).one()
        return MappingProxyType({span: int(number) for span, number in zip(DAYS, row, strict=True)})

    def _amounts(self, *conditions: Any) -> Amounts:
        sums = [func.coalesce(func.sum(SHELL_USE.c[name]), 0) for name in _AMOUNTS]
        row = self._connection.execute(select(*sums).where(*conditions)).one()
        return Amounts(**{name: int(number) for name, number in zip(_AMOUNTS, row, strict=True)})

    def _step(self, person: str, today: date) -> int | None:
        """None where two supervisors added nothing today."""
        steps = BUDGET_STEP.c
        mine = (steps.person_id == person) & (steps.door == Door.SHELL.value) & (steps.day >= today.isoformat())
        found: int | None = self._connection.execute(select(func.sum(steps.people)).where(mine)).scalar_one()
        return None if found is None else int(found)

    # -- writing

    @property
    def _is_file(self) -> bool:
        return self._connection.dialect.name == "sqlite"

    def _upsert(self, table: Table, row: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
        names = {column.name for column in table.columns}
        keys = [column.name for column in table.primary_key.columns]
        new: Any = (sqlite if self._is_file else postgresql).insert(table)
        new = new.values(**{name: value for name, value in row.items() if name in names})
        self._connection.execute(new.on_conflict_do_update(index_elements=keys, set_=dict(changes)))


def shown_by_shells(connection: Connection, person: str, today: date) -> Mapping[tuple[Span, str | None], int]:
    """People that the person's shells showed, by span of days and client of the sessions' orders (None: of all)."""
    seen, own = SHELL_PERSON.c, ORDER_CLIENT.c
    firsts = {span: (today - timedelta(days=days - 1)).isoformat() for span, days in DAYS.items()}
    spans = [func.count(distinct(case((seen.day >= first, seen.who)))) for first in firsts.values()]
    mine = (seen.person_id == person) & (seen.day >= min(firsts.values()))
    everybody = connection.execute(select(*spans).where(mine)).one()
    found: dict[tuple[Span, str | None], int] = {
        (span, None): int(n) for span, n in zip(firsts, everybody, strict=True) if n
    }
    if not found:
        return found
    joined = SHELL_PERSON.join(SESSION, SESSION.c.id == seen.session_id)
    joined = joined.join(ORDER_CLIENT, own.order_id == SESSION.c.order_id)
    chosen = select(own.client, *spans).select_from(joined).where(mine).group_by(own.client)
    for client, *numbers in connection.execute(chosen):
        found |= {(span, str(client)): int(n) for span, n in zip(firsts, numbers, strict=True) if n}
    return found
