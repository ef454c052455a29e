"""Schemas of databases: an administrator has one read, the worker reads it, and a session tells what nobody classified.

Each is in the journal before it has any effect. A schema passes through here and is not kept; drift is told once a day of each
database, by the first session that meets it.
"""

from datetime import datetime, timedelta
from typing import Final

from gateway.audit.entry import Entry, EntryMalformed, read_body
from gateway.authorization.columns.events import CatalogueDrift, CatalogueRead, CatalogueTold
from gateway.authorization.columns.reading import NotRead, Reading, Told
from gateway.ipc.server import Peer, Refuse, Violation
from gateway.registrar import binding, duties, texts
from gateway.registrar.group import Done
from gateway.registrar.params import CatalogueAnswered, CatalogueAsked, CatalogueFailed, Drifted
from gateway.registrar.ports import Transaction
from gateway.registrar.readings import NotTold, Readings
from gateway.registrar.rights import today
from gateway.registrar.rotation_desk import settled
from gateway.registrar.works import Works
from gateway.vocabulary.clock import JST, moment_of
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.target import Protocol, Target

ONE_DAY: Final = timedelta(days=1)


class CatalogueDesk:
    """Answers office, worker and sessions."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._readings = Readings()

    async def ask(self, peer: Peer, params: CatalogueAsked) -> Told:
        """What the worker reads. Raises Refuse in words for the administrator."""
        bound = binding.bound(peer)
        self._readings.require_room()
        await settled(self._works, params.target)
        written = await self._works.group.write(lambda transaction: self._begun(transaction, bound, params))
        reading = Reading(
            id=new_identifier("CR", self._works.clock.now()),
            target=written.result,
            account=params.account,
            database=params.database,
        )
        return await self._readings.read(reading)

    async def work(self, _peer: Peer, _params: object) -> list[Reading]:
        """What the worker is to read now; each is given out once."""
        return self._readings.take()

    async def answered(self, _peer: Peer, params: CatalogueAnswered) -> None:
        """The worker has read it."""
        reading = self._taken(params.reading)
        told = Told(columns=params.columns, left_out=params.left_out)
        await self._works.group.append([_told(reading, columns=len(told.columns), left_out=told.left_out)])
        self._readings.answer(reading.id, told)

    async def failed(self, _peer: Peer, params: CatalogueFailed) -> None:
        """The worker could not."""
        reading = self._taken(params.reading)
        await self._works.group.append([_told(reading, failed=params.why)])
        self._readings.answer(reading.id, NotTold(text=Text(ja=params.ja, en=params.en)))

    async def drifted(self, peer: Peer, params: Drifted) -> None:
        """What a session met; journalled where nobody has told of this database today. Raises Violation for another's session."""
        opening = binding.bound(peer).sessions.get(params.session)
        if opening is None:
            raise Violation("a session this connection has not open")
        event = CatalogueDrift(
            session=params.session,
            target=opening.target,
            database=params.database,
            relations=params.relations,
            relation_count=params.relation_count,
            column_count=params.column_count,
        )
        now = self._works.clock.now()
        await self._works.group.write(
            lambda transaction: Done(result=None, events=[] if _is_known(transaction, event, now) else [event])
        )

    def _taken(self, reading: str) -> Reading:
        found = self._readings.of(reading)
        if found is None:  # who waited is gone, or waited too long
            raise Refuse("catalogue.nobody-waits", texts.NOT_THERE)
        return found

    def _begun(self, transaction: Transaction, bound: binding.Bound, params: CatalogueAsked) -> Done[Target]:
        held = duties.roles_now(transaction.facts, bound, today(self._works.clock.now()))
        duties.require_any(held, duties.ACCOUNTS)
        target = transaction.facts.target(params.target)
        if target is None or target.protocol is not Protocol.POSTGRESQL or params.account not in target.accounts:
            raise Refuse("catalogue.no-database", texts.NO_DATABASE)
        if target.standing is not Standing.ACTIVE:
            raise Refuse("catalogue.not-active", texts.DATABASE_NOT_ACTIVE)
        event = CatalogueRead(
            person=bound.person,
            target=target.name,
            database=params.database,
            account=params.account,
            by_username=bound.assertion.username,
            os_user=bound.assertion.os_user,
        )
        return Done(result=target, events=[event])


def _told(
    reading: Reading, *, columns: int | None = None, left_out: int | None = None, failed: NotRead | None = None
) -> CatalogueTold:
    return CatalogueTold(
        target=reading.target.name, database=reading.database, columns=columns, left_out=left_out, failed=failed
    )


def _is_known(transaction: Transaction, event: CatalogueDrift, now: datetime) -> bool:
    """True if the same day in Japan has told of this database already."""
    entries = transaction.past.of_kind(CatalogueDrift.kind, since=now - ONE_DAY)
    return any(_tells_of(entry, event, now) for entry in entries)


def _tells_of(entry: Entry, event: CatalogueDrift, now: datetime) -> bool:
    """Judged by the entry's bytes; one that is no entry any more tells of nothing, so it is told once more."""
    try:
        body = read_body(entry.body)
        day = moment_of(body.at).astimezone(JST).date()
    except (EntryMalformed, ValueError):
        return False
    same = (body.data.get("target"), body.data.get("database")) == (event.target, event.database)
    return same and day == now.astimezone(JST).date()
