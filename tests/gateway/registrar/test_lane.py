import asyncio
import gc
import threading
import time

import pytest

from gateway.registrar.lane import Lane


def test_work_runs_in_order_in_one_other_thread() -> None:
    async def walk() -> list[tuple[int, bool]]:
        lane = Lane("test")
        seen: list[tuple[int, bool]] = []
        main = threading.get_ident()

        def note(number: int) -> None:
            seen.append((number, threading.get_ident() == main))

        await asyncio.gather(*(lane.run(lambda number=number: note(number)) for number in range(20)))  # type: ignore[misc]
        lane.close()
        return seen

    assert asyncio.run(walk()) == [(number, False) for number in range(20)]


def test_what_work_raises_belongs_to_whoever_waits() -> None:
    async def walk() -> int:
        lane = Lane("test")
        with pytest.raises(ZeroDivisionError):
            await lane.run(lambda: 1 // 0)
        return await lane.run(lambda: 7)

    assert asyncio.run(walk()) == 7


def test_nobody_waiting_any_more_harms_nobody() -> None:
    async def walk() -> int:
        lane, gate = Lane("test"), threading.Event()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(lane.run(gate.wait), 0.05)
        gate.set()
        return await lane.run(lambda: 7)

    assert asyncio.run(walk()) == 7


def test_its_thread_ends_with_it() -> None:
    async def walk() -> None:
        assert await Lane("test forgotten").run(lambda: 7) == 7

    asyncio.run(walk())
    gc.collect()
    deadline = time.monotonic() + 5
    while any(thread.name == "test forgotten" for thread in threading.enumerate()):
        assert time.monotonic() < deadline, "a thread for every registrar there ever was"
        time.sleep(0.01)
