import asyncio
from dataclasses import dataclass

from gateway.authentication.lockout import NO_FAILURES, Attempts
from gateway.keeper.asking import Desk
from gateway.keeper.counts import STRANGERS_MAX, Counts
from tests.gateway.keeper.world import Counted


@dataclass
class Sato:
    person: str = "P-sato"


def run(what):
    async def wrapped():
        desk, stored = Desk("t", at_once=1, waiting_max=5000), Counted()
        await what(Counts(stored, desk), stored)
        desk.close()

    asyncio.run(wrapped())


def test_a_persons_count_is_stored():
    async def walk(counts, stored):
        assert await counts.of("sato", Sato()) == NO_FAILURES
        await counts.put("sato", Sato(), Attempts(failures=2))
        assert stored == {"P-sato": Attempts(failures=2)}
        assert await counts.of("sato", Sato()) == Attempts(failures=2)

    run(walk)


def test_a_strangers_count_is_remembered_and_not_stored():
    async def walk(counts, stored):
        await counts.put("nobody", None, Attempts(failures=4))
        assert await counts.of("nobody", None) == Attempts(failures=4)
        assert await counts.of("somebody", None) == NO_FAILURES
        assert not stored

    run(walk)


def test_strangers_are_bounded_and_the_oldest_is_forgotten():
    async def walk(counts, stored):
        for number in range(STRANGERS_MAX + 1):
            await counts.put(f"n{number}", None, Attempts(failures=1))
        assert await counts.of("n0", None) == NO_FAILURES
        assert await counts.of("n1", None) == Attempts(failures=1)
        assert len(counts._strangers) == STRANGERS_MAX

    run(walk)


def test_one_name_is_judged_once_at_a_time_and_names_do_not_wait_for_each_other():
    async def walk(counts, stored):
        order = []

        async def judge(name, number):
            async with counts.turn(name):
                order.append((name, number, "in"))
                await asyncio.sleep(0.01)
                order.append((name, number, "out"))

        await asyncio.gather(judge("a", 1), judge("a", 2), judge("b", 1))
        of_a = [entry[1:] for entry in order if entry[0] == "a"]
        assert of_a == [(1, "in"), (1, "out"), (2, "in"), (2, "out")]
        assert order.index(("b", 1, "in")) < order.index(("a", 1, "out"))
        assert not counts._turns  # nothing is left behind

    run(walk)
