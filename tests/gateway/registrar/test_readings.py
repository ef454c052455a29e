import asyncio
from dataclasses import replace

import pytest

from gateway.authorization.columns.reading import Reading, Told
from gateway.ipc.server import Refuse
from gateway.registrar import readings
from gateway.registrar.readings import NotTold, Readings
from gateway.vocabulary.outcome import Text
from tests.gateway.registrar.scene import TARGET

READING = Reading(id="CR-1", target=TARGET, account="reader", database="callcenter")


async def waiting(known: Readings, reading: Reading = READING) -> "asyncio.Task[Told]":
    task = asyncio.create_task(known.read(reading))
    await asyncio.sleep(0)
    return task


def test_an_answer_comes_to_who_waits_and_nothing_is_left_over() -> None:
    async def walk() -> None:
        known = Readings()
        task = await waiting(known)
        assert known.of("CR-1") is None  # nobody has taken it
        assert known.take() == [READING]
        assert known.take() == []
        assert known.of("CR-1") == READING
        known.answer("CR-1", Told(columns=()))
        known.answer("CR-1", NotTold(text=Text(ja="二度目", en="twice")))
        assert await task == Told(columns=())
        assert known.of("CR-1") is None

    asyncio.run(walk())


def test_what_could_not_be_read_is_a_refusal() -> None:
    async def walk() -> None:
        known = Readings()
        task = await waiting(known)
        known.answer("CR-1", NotTold(text=Text(ja="不可", en="no")))
        with pytest.raises(Refuse) as refused:
            await task
        assert refused.value.text.ja == "不可"

    asyncio.run(walk())


def test_who_goes_away_leaves_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "WAITING_MAX", 1)

    async def walk() -> None:
        known = Readings()
        task = await waiting(known)
        with pytest.raises(Refuse):
            known.require_room()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        known.require_room()
        known.answer("CR-1", Told(columns=()))
        assert known.take() == []

    asyncio.run(walk())


def test_two_wait_for_their_own() -> None:
    async def walk() -> None:
        known, other = Readings(), replace(READING, id="CR-2")
        tasks = [await waiting(known), await waiting(known, other)]
        known.answer("CR-2", Told(columns=(), left_out=2))
        known.answer("CR-1", Told(columns=(), left_out=1))
        assert [(await task).left_out for task in tasks] == [1, 2]

    asyncio.run(walk())
