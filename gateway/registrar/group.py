"""Group commit: whatever waits is written in one transaction by one thread, and answered only after its commit.

Invariants: a piece of work that refuses or breaks undoes only itself; the events of all others are appended to the journal
last, together; when the journal, the commit or the time for it fails, nothing of the group happened,
everybody waiting is told so, and the group takes nothing any more: `on_broken` ends the process. A commit that failed on a full
disk is done again, once, if `make_room` has made some. `require_kept` raises where what was committed is nowhere.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from gateway.audit.event import Event
from gateway.ipc.server import Refuse, Violation
from gateway.registrar.lane import Lane
from gateway.registrar.ports import Store, Transaction
from gateway.vocabulary.outcome import GatewayFault

T = TypeVar("T")
REQUESTS_MAX = 256  # of one group: bounds how long the last of a crowd waits
Append = Callable[[Transaction, Sequence[Event]], int]
"""Appends in order inside the transaction and returns the sequence number of the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done(Generic[T]):
    """What a piece of work came to, and the events that must be durable with it."""

    result: T
    events: Sequence[Event]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written(Generic[T]):
    """A committed piece of work. `last_seq` is its last event's place in the journal; None where it wrote no event."""

    result: T
    last_seq: int | None


Work = Callable[[Transaction], Done[T]]


@dataclass(eq=False, slots=True, kw_only=True)
class _Waiting:
    work: Work[Any] | None
    events: Sequence[Event]
    future: "asyncio.Future[Written[Any]]"
    done: Done[Any] | None = None
    error: Exception | None = None

    def refuse(self, error: Exception) -> None:
        """Nothing of this work will be written."""
        self.done, self.error = None, error


class _WorkBroke(Exception):
    """One piece of work raised what is no refusal."""

    def __init__(self, waiting: _Waiting, error: Exception) -> None:
        super().__init__(repr(error))
        self.waiting, self.error = waiting, error


class Group:
    """The one writer of a node. Used from one event loop."""

    def __init__(
        self,
        store: Store,
        append: Append,
        *,
        commit_seconds_max: float,
        on_broken: Callable[[BaseException], None],
        make_room: Callable[[], bool] = lambda: False,
        require_kept: Callable[[], None] = lambda: None,
        require: Callable[[Transaction], None] = lambda _transaction: None,
    ) -> None:
        self._store = store
        self._append = append
        self._commit_seconds_max = commit_seconds_max
        self._on_broken = on_broken
        self._make_room, self._require_kept = make_room, require_kept
        self._require = require  # begins each transaction; where it raises, nothing is written any more
        self._lane = Lane("registrar-writer")
        self._waiting: deque[_Waiting] = deque()
        self._running: asyncio.Task[None] | None = None
        self._broken = False

    async def write(self, work: Work[T]) -> Written[T]:
        """Run `work` in the next transaction; return once it is durable.

        Raises what `work` raised (nothing of it was written), or GatewayFault when the transaction failed.
        """
        return await self._queued(work, ())

    async def append(self, events: Sequence[Event]) -> int | None:
        """Append `events`, which belong together; return the last one's sequence number once durable. Raises GatewayFault."""
        return (await self._queued(None, events)).last_seq

    async def _queued(self, work: Work[Any] | None, events: Sequence[Event]) -> Written[Any]:
        if self._broken:
            raise GatewayFault("the journal cannot be written")
        future: asyncio.Future[Written[Any]] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(work=work, events=events, future=future))
        if self._running is None:
            self._running = asyncio.get_running_loop().create_task(self._drain())
        return await future

    async def _drain(self) -> None:
        try:
            while self._waiting:
                group = [self._waiting.popleft() for _ in range(min(REQUESTS_MAX, len(self._waiting)))]
                await self._committed(group)
        finally:
            self._running = None

    async def _committed(self, group: list[_Waiting]) -> None:
        try:
            first = await asyncio.wait_for(self._lane.run(lambda: self._commit(group)), self._commit_seconds_max)
        except Exception as error:  # noqa: BLE001  # told to everybody waiting, then the process ends
            self._break(group, error)
            return
        for waiting in group:
            first = _answer(waiting, first)

    def _commit(self, group: list[_Waiting]) -> int:
        """In the writer's thread: the sequence number of the group's first event.

        Work that breaks (not: refuses) may have left the transaction in any state: it is rolled back whole, and the others
        are done again without the broken one. A fault of the database itself then meets the journal, and ends it all.
        """
        sound, tried = list(group), False
        while sound:
            try:
                first = self._written(sound)
            except Exception as broke:
                if not tried and self._make_room():
                    tried = True
                elif isinstance(broke, _WorkBroke):
                    broke.waiting.refuse(broke.error)
                    sound.remove(broke.waiting)
                else:
                    raise
            else:
                self._require_kept()
                return first
        return 0

    def _written(self, group: list[_Waiting]) -> int:
        with self._store.transaction() as transaction:
            self._require(transaction)
            for waiting in group:
                _try(waiting, transaction)
            events = [event for waiting in group if waiting.done is not None for event in waiting.done.events]
            return self._append(transaction, events) if events else 0

    def _break(self, group: list[_Waiting], error: BaseException) -> None:
        self._broken = True
        fault = GatewayFault(f"the journal cannot be written: {error!r}")
        for waiting in (*group, *self._waiting):
            if not waiting.future.done():
                waiting.future.set_exception(fault)
        self._waiting.clear()
        self._on_broken(error)


def _try(waiting: _Waiting, transaction: Transaction) -> None:
    if waiting.work is None:
        waiting.done = Done(result=None, events=waiting.events)
        return
    try:
        with transaction.savepoint():
            waiting.done = waiting.work(transaction)
    except (Refuse, Violation) as refusal:
        waiting.refuse(refusal)
    except Exception as error:
        raise _WorkBroke(waiting, error) from error


def _answer(waiting: _Waiting, first: int) -> int:
    """Tell one of the group; return the sequence number of the next one's first event."""
    done = waiting.done
    if waiting.future.done():
        return first + (len(done.events) if done is not None else 0)
    if done is None:
        waiting.future.set_exception(waiting.error or GatewayFault("the work neither ended nor raised"))
        return first
    following = first + len(done.events)
    waiting.future.set_result(Written(result=done.result, last_seq=following - 1 if done.events else None))
    return following
