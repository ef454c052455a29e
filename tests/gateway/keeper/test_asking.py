import asyncio
import threading

import pytest

from gateway.ipc.server import Refuse
from gateway.keeper.asking import Desk


def test_the_loop_does_not_wait_for_a_slow_answer():
    async def run() -> bool:
        desk, released = Desk("t", at_once=1, waiting_max=1), threading.Event()
        slow = asyncio.create_task(desk.ask(released.wait, 5))
        await asyncio.sleep(0.01)  # the loop still runs
        released.set()
        answer = await slow
        desk.close()
        return answer

    assert asyncio.run(run())


def test_a_full_queue_says_busy_and_empties_again():
    async def run() -> None:
        desk, released = Desk("t", at_once=1, waiting_max=1), threading.Event()
        waiting = [asyncio.create_task(desk.ask(released.wait, 5)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Refuse) as refused:
            await desk.ask(lambda: None)
        assert refused.value.code == "keeper.busy"
        released.set()
        await asyncio.gather(*waiting)
        assert await desk.ask(int, "7") == 7
        desk.close()

    asyncio.run(run())


def test_what_a_question_raises_arrives():
    async def run() -> None:
        desk = Desk("t", at_once=1, waiting_max=1)
        with pytest.raises(ValueError):
            await desk.ask(int, "seven")
        assert await desk.ask(int, "7") == 7
        desk.close()

    asyncio.run(run())
