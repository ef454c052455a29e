import asyncio

import pytest

from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.registrar.scene import PEOPLE, Scene


def test_facts_are_read_beside_the_loop_and_faults_come_back(scene: Scene) -> None:
    works = scene.start().registrar.works

    async def ask(username: str) -> object:
        return await works.read(lambda facts: facts.login(username))

    async def fail() -> None:
        def question(_facts: object) -> None:
            raise GatewayFault("the database failed")

        await works.read(question)

    found = asyncio.run_coroutine_threadsafe(ask("sato"), scene.loop).result(5)
    assert getattr(found, "roles", None) == PEOPLE["sato"]
    assert asyncio.run_coroutine_threadsafe(ask("nobody"), scene.loop).result(5) is None
    with pytest.raises(GatewayFault):
        asyncio.run_coroutine_threadsafe(fail(), scene.loop).result(5)
