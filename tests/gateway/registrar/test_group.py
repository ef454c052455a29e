import asyncio
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from gateway.audit.event import Event
from gateway.ipc.server import Refuse
from gateway.registrar.events import RegistrarStopped
from gateway.registrar.group import Done, Group
from gateway.vocabulary.outcome import GatewayFault, Text

NO = Text(ja="いいえ", en="no")


@dataclass
class Rows:
    """A store of rows in a list: transactions, savepoints, and switches for what breaks."""

    durable: list[str] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    refuse_commit: bool = False
    gate: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        self.gate.wait()
        rows = Pending()
        yield rows
        if self.refuse_commit:
            raise GatewayFault("the disk is full")
        self.durable += rows.rows
        self.groups.append(len(rows.rows))

    reading = transaction


@dataclass
class Pending:
    rows: list[str] = field(default_factory=list)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        before = list(self.rows)
        try:
            yield
        except BaseException:
            self.rows[:] = before
            raise


def said(word: str) -> Event:
    return RegistrarStopped(reason=word)


def append(transaction: Any, events: Sequence[Any]) -> int:
    transaction.rows += [event.reason for event in events]
    return 100


def group(rows: Rows, broken: list[BaseException] | None = None, *, seconds: float = 5.0) -> Group:
    on_broken = (broken if broken is not None else []).append
    return Group(rows, append, commit_seconds_max=seconds, on_broken=on_broken)


def row(word: str) -> Any:
    def work(transaction: Any) -> Done[str]:
        transaction.rows.append(f"row {word}")
        return Done(result=word, events=[said(word)])

    return work


def breaks(error: Exception) -> Any:
    def work(transaction: Any) -> Done[str]:
        transaction.rows.append("half done")
        raise error

    return work


def test_everybody_waiting_shares_one_transaction_and_is_answered_after_it() -> None:
    rows = Rows()

    async def walk() -> list[int | None]:
        writer = group(rows)
        rows.gate.clear()
        first = asyncio.ensure_future(writer.append([said("0")]))
        await asyncio.sleep(0.05)
        others = [asyncio.ensure_future(writer.append([said(str(n)), said("x")])) for n in range(1, 11)]
        await asyncio.sleep(0.05)
        assert not any(task.done() for task in (first, *others))
        assert rows.durable == []
        rows.gate.set()
        return [await task for task in (first, *others)]

    assert asyncio.run(walk()) == [100] + [101 + 2 * n for n in range(10)]
    assert rows.groups == [1, 20]


def test_a_refusal_undoes_itself_alone() -> None:
    rows = Rows()

    async def walk() -> list[Any]:
        writer = group(rows)
        works = [row("a"), breaks(Refuse("stale", NO)), row("b")]
        return list(await asyncio.gather(*(writer.write(work) for work in works), return_exceptions=True))

    first, refused, last = asyncio.run(walk())
    assert isinstance(refused, Refuse)
    assert (first.result, first.last_seq, last.result, last.last_seq) == ("a", 100, "b", 101)
    assert rows.durable == ["row a", "row b", "a", "b"]


def test_work_that_breaks_is_left_out_and_the_others_are_done_again_whole() -> None:
    rows = Rows()

    async def walk() -> list[Any]:
        writer = group(rows)
        works = [row("a"), breaks(RuntimeError("a defect")), row("b"), breaks(KeyError("another")), row("c")]
        found = await asyncio.gather(*(writer.write(work) for work in works), return_exceptions=True)
        await writer.append([said("after")])
        return found

    found = asyncio.run(walk())
    assert [type(each).__name__ for each in found] == ["Written", "RuntimeError", "Written", "KeyError", "Written"]
    assert [each.last_seq for each in found if not isinstance(each, Exception)] == [100, 101, 102]
    assert rows.durable == ["row a", "row b", "row c", "a", "b", "c", "after"]


def test_work_without_events_is_written_too() -> None:
    rows = Rows()

    async def walk() -> Any:
        return await group(rows).write(lambda transaction: Done(result=7, events=()))

    written = asyncio.run(walk())
    assert (written.result, written.last_seq, rows.groups) == (7, None, [0])


def test_R11_a_commit_that_fails_fails_everybody_and_ends_it_for_good() -> None:
    rows = Rows(refuse_commit=True)
    broken: list[BaseException] = []

    async def walk() -> list[Any]:
        writer = group(rows, broken)
        found: list[Any] = []
        found += await asyncio.gather(writer.append([said("a")]), writer.write(row("b")), return_exceptions=True)
        rows.refuse_commit = False
        with pytest.raises(GatewayFault):
            await writer.append([said("too late")])
        return found

    found = asyncio.run(walk())
    assert all(isinstance(each, GatewayFault) for each in found)
    assert rows.durable == []
    assert [str(error) for error in broken] == ["the disk is full"]


def test_R11_those_who_queue_behind_a_failing_commit_fail_with_it() -> None:
    rows = Rows(refuse_commit=True)

    async def walk() -> list[Any]:
        writer = group(rows)
        rows.gate.clear()
        first = asyncio.ensure_future(writer.append([said("a")]))
        await asyncio.sleep(0.05)
        second = asyncio.ensure_future(writer.append([said("b")]))
        await asyncio.sleep(0.05)
        rows.gate.set()
        return list(await asyncio.gather(first, second, return_exceptions=True))

    assert all(isinstance(each, GatewayFault) for each in asyncio.run(walk()))


def test_R11_a_disk_that_never_answers_is_a_journal_that_cannot_be_written() -> None:
    rows = Rows()
    broken: list[BaseException] = []

    async def walk() -> float:
        writer = group(rows, broken, seconds=0.2)
        rows.gate.clear()
        begun = time.monotonic()
        with pytest.raises(GatewayFault):
            await writer.append([said("a")])
        return time.monotonic() - begun

    assert asyncio.run(walk()) < 2
    assert len(broken) == 1
    rows.gate.set()


def test_a_crowd_is_written_in_groups_of_bounded_size() -> None:
    rows = Rows()

    async def walk() -> None:
        writer = group(rows)
        await asyncio.gather(*(writer.append([said(str(n))]) for n in range(1000)))

    asyncio.run(walk())
    assert len(rows.durable) == 1000
    assert rows.durable == [str(n) for n in range(1000)]
    assert max(rows.groups) <= 256


def test_R11_a_commit_that_failed_on_a_full_disk_is_done_again_once_there_is_room() -> None:
    rows = Rows(refuse_commit=True)

    def make_room() -> bool:
        rows.refuse_commit = False
        return True

    async def walk() -> list[Any]:
        writer = Group(rows, append, commit_seconds_max=5.0, on_broken=broken.append, make_room=make_room)
        works = [row("a"), breaks(Refuse("stale", NO)), row("b")]
        return list(await asyncio.gather(*(writer.write(work) for work in works), return_exceptions=True))

    broken: list[BaseException] = []
    first, refused, last = asyncio.run(walk())
    assert isinstance(refused, Refuse)
    assert (first.result, last.result) == ("a", "b")
    assert rows.durable == ["row a", "row b", "a", "b"], "each once"
    assert broken == []


def test_R11_a_full_disk_that_stays_full_ends_it_after_one_more_try() -> None:
    rows, asked = Rows(refuse_commit=True), []

    def make_room() -> bool:
        asked.append("room")
        return True

    async def walk() -> None:
        writer = Group(rows, append, commit_seconds_max=5.0, on_broken=broken.append, make_room=make_room)
        with pytest.raises(GatewayFault, match="cannot be written"):
            await writer.append([said("x")])

    broken: list[BaseException] = []
    asyncio.run(walk())
    assert (asked, len(broken), rows.durable) == (["room"], 1, [])
