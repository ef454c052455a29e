"""Grants: one log-in at the database door carries the further connections that real tools open, since a code is good once (R-16).

A grant is memory: keyed by the answers the keeper judged to be right (name, terminal, password and code) and one target. It opens
nothing: each connection is admitted by itself. It is over with the order, when the person may not enter any more, when any of his
credentials is another, after a cut, once it lay idle, and with the keeper's process.
"""

from dataclasses import dataclass, field
from typing import Final

from gateway.authentication.ports import Granted
from gateway.crypto.assertion import Way
from gateway.ipc.server import Refuse, Violation
from gateway.keeper import words
from gateway.keeper.asking import Desk
from gateway.keeper.binding import Binding
from gateway.keeper.credential_mark import mark_of
from gateway.keeper.diary import Diary
from gateway.keeper.events import GrantMade, GrantsForgotten, GrantTaken
from gateway.keeper.factors import Factors, one_at_a_time
from gateway.keeper.ports import Ports, StoredCredential
from gateway.keeper.recording_keys import Headed
from gateway.keeper.requests import GrantsForget, GrantTake, TargetAsked
from gateway.keeper.standing import Door, Proof, Standing, Step
from gateway.vocabulary.clock import Clock
from gateway.work_orders.order import WorkOrder

OPEN_MAX: Final = 16  # connections of one grant, the first included
IDLE_SECONDS: Final = 15 * 60.0  # after its last connection ended
GRANTS_MAX: Final = 4096


@dataclass(eq=False, slots=True, kw_only=True)
class _Grant:
    """`made_by` is the connection that logged in; `proof` what it proved; `idle_since` monotonic, None while one is open."""

    person: str
    username: str
    target: str
    account: str
    order: str
    made_by: str
    proof: Proof
    open: set[Standing] = field(default_factory=set)
    idle_since: float | None = None


@dataclass(eq=False, slots=True)
class _Carried:
    """In a connection's memory: the key of the grant it stands on."""

    key: tuple[bytes, str] | None = None


class Grants:
    """One keeper's."""

    def __init__(
        self, ports: Ports, binding: Binding, factors: Factors, desk: Desk, diary: Diary, clock: Clock
    ) -> None:
        """`factors` judged what a grant answers to, and counts failures."""
        self._ports, self._binding = ports, binding
        self._answers, self._tally = factors.answers, factors.tally
        self._desk, self._diary, self._clock = desk, diary, clock
        self._grants: dict[tuple[bytes, str], _Grant] = {}

    async def make(self, standing: Standing, asked: TargetAsked) -> None:
        """Remember this connection's log-in for its target. Raises Violation, or Refuse where the order is over."""
        shown, bound = self._answers.of(standing), standing.person
        if shown is None or bound.proof.way is not Way.CODE:
            raise Violation("a grant without a password and a code")
        if not standing.memory(Headed).covers(asked.session, asked.order, asked.target, asked.account):
            raise Violation("no recording was opened for this session on this target")
        order = await self._desk.ask(self._ports.orders.get, asked.order)
        if order is None or not self._covers(order, bound.person, asked.target, asked.account):
            raise Refuse("order.not_valid", words.ORDER_NOT_VALID)
        event = GrantMade(
            person=bound.person,
            session=asked.session,
            target=asked.target,
            order=asked.order,
            username=bound.username,
            connection=standing.connection,
        )
        await self._diary.used(event)
        self._sweep()
        key = shown, asked.target
        if len(self._grants) >= GRANTS_MAX or key in self._grants:
            return
        self._grants[key] = _Grant(
            person=bound.person,
            username=bound.username,
            target=asked.target,
            account=asked.account,
            order=asked.order,
            made_by=standing.connection,
            proof=bound.proof,
            open={standing},
        )
        standing.memory(_Carried).key = key

    async def take(self, standing: Standing, asked: GrantTake) -> Granted | None:
        """Bind this connection to the person of the grant these answers have, or None. Raises Refuse for one too many."""
        with one_at_a_time(standing, asked.terminal):
            standing.require_same(asked.username)
            self._sweep()
            shown = self._answers.shown(
                username=asked.username, terminal=asked.terminal, password=asked.password, code=asked.code
            )
            key = shown, asked.target
            grant = self._grants.get(key)
            if grant is None:
                return None
            if len(grant.open) >= OPEN_MAX:
                raise Refuse("grant.full", words.GRANT_FULL)
            grant.open.add(standing)  # before anything is waited for: of many at once none is one too many
            standing.memory(_Carried).key = key
            try:
                credential = await self._credential(grant)
                if credential is not None:
                    return await self._bind(standing, asked, key, grant, credential)
            except BaseException:
                self.closed(standing)
                raise
            self._grants.pop(key, None)
            return None

    async def forget(self, _standing: Standing, asked: GrantsForget) -> int:
        """A session of this person was cut: none of his grants is good any more."""
        mine = [key for key, grant in self._grants.items() if grant.person == asked.person]
        for key in mine:
            del self._grants[key]
        if mine:
            await self._diary.used(GrantsForgotten(person=asked.person, count=len(mine)))
        return len(mine)

    def closed(self, standing: Standing) -> None:
        """A connection has ended."""
        carried = standing.memory(_Carried)
        key, carried.key = carried.key, None
        grant = None if key is None else self._grants.get(key)
        if grant is not None:
            grant.open.discard(standing)
            if not grant.open:
                grant.idle_since = self._clock.monotonic()

    async def _bind(
        self,
        standing: Standing,
        asked: GrantTake,
        key: tuple[bytes, str],
        grant: _Grant,
        credential: StoredCredential,
    ) -> Granted | None:
        event = GrantTaken(
            person=grant.person,
            terminal=asked.terminal,
            target=grant.target,
            order=grant.order,
            username=grant.username,
            connection=standing.connection,
            made_by=grant.made_by,
            proved_at=grant.proof.at,
            open=len(grant.open),
        )
        await self._diary.used(event)
        if self._grants.get(key) is not grant:
            return None  # forgotten meanwhile
        grant.idle_since = None
        proof = Proof(way=Way.GRANT, at=grant.proof.at, mark=grant.proof.mark)
        assertion = self._binding.bind(standing, Step.GRANT, self._binding.bound_of(credential, proof))
        return Granted(assertion=assertion, proved_at=grant.proof.at)

    async def _credential(self, grant: _Grant) -> StoredCredential | None:
        """The person as he is now, if his log-in still holds."""
        async with self._tally.turn(grant.username):
            credential = await self._desk.ask(self._ports.credentials.of, grant.username)
            locked = await self._tally.locked(grant.username, credential)
        if credential is None or locked is not None or credential.person != grant.person:
            return None
        if mark_of(credential) != grant.proof.mark or not self._binding.may_enter(credential, Door.SESSION):
            return None
        order = await self._desk.ask(self._ports.orders.get, grant.order)
        if order is None or not self._covers(order, grant.person, grant.target, grant.account):
            return None
        return credential

    def _covers(self, order: WorkOrder, person: str, target: str, account: str) -> bool:
        return order.covers(person_id=person, target=target, account=account, now=self._clock.now())

    def _sweep(self) -> None:
        """Forget what lay idle."""
        now = self._clock.monotonic()
        idle = [
            key
            for key, grant in self._grants.items()
            if grant.idle_since is not None and now - grant.idle_since >= IDLE_SECONDS
        ]
        for key in idle:
            del self._grants[key]
