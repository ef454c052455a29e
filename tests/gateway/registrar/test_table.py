import asyncio
from typing import Any, cast

import pytest

from gateway.ipc.server import Violation
from gateway.registrar.table import AT_ONCE_MAX, _bounded, requests
from tests.gateway.registrar.stand_in import peer

ROLES = {
    "bind": {"session", "office"},
    "journal.append": {"session", "office", "gateway", "worker", "keeper", "archivist"},
    "facts.login": {"session"},
    "facts.key": {"session"},
    "facts.certificate": {"session"},
    "key.proved": {"session"},
    "facts.terminal": {"session"},
    "certificate.proved": {"session"},
    "facts.admission": {"session"},
    "session.open": {"session"},
    "session.started": {"session"},
    "session.end": {"session"},
    "session.stopped": {"session"},
    "session.held": {"session"},
    "shell.take": {"session"},
    "disclosure.take": {"session"},
    "disclosure.settle": {"session"},
    "disclosure.frozen": {"session"},
    "office.commit": {"office"},
    "session.cut": {"office"},
    "web.opened": {"office"},
    "web.renewed": {"office"},
    "web.seen": {"office"},
    "web.closed": {"office"},
    "web.pace": {"office"},
    "session.live": {"office"},
    "session.attend": {"office"},
    "session.leave": {"office"},
    "session.present": {"office"},
    "checkpoint.now": {"office", "worker"},
    "journal.head": {"office", "worker"},
    "inquiry.begin": {"office"},
    "session.attended": {"session"},
    "rotation.work": {"worker"},
    "rotation.prepared": {"worker"},
    "rotation.done": {"worker"},
    "rotation.not_done": {"worker"},
    "retention.run": {"worker"},
    "catalogue.ask": {"office"},
    "catalogue.work": {"worker"},
    "node.figures": {"monitor"},
    "door.stands": {"gateway"},
    "shelf.stands": {"archivist"},
    "catalogue.answered": {"worker"},
    "catalogue.failed": {"worker"},
    "catalogue.drifted": {"session"},
    "node.started": {"gateway"},
    "node.stopping": {"gateway"},
    "policy.changed": {"gateway"},
}


def test_who_may_ask_what() -> None:
    table = {row.name: set(row.roles) for row in requests(cast(Any, None))}
    assert table == ROLES


def test_every_role_has_a_bound_on_calls_at_once() -> None:
    assert set().union(*ROLES.values()) == AT_ONCE_MAX.keys()


def test_a_connection_that_does_not_wait_for_answers_is_ended_and_another_is_not() -> None:
    async def walk() -> None:
        gate = asyncio.Event()

        async def slow(_peer: object, _asked: object) -> int:
            await gate.wait()
            return 7

        answer, hasty, calm = _bounded(slow), peer("session"), peer("session")
        waiting = [asyncio.ensure_future(answer(hasty, None)) for _ in range(AT_ONCE_MAX["session"])]
        await asyncio.sleep(0)
        with pytest.raises(Violation):
            await answer(hasty, None)
        one = asyncio.ensure_future(answer(calm, None))
        gate.set()
        assert await asyncio.gather(one, *waiting) == [7] * (AT_ONCE_MAX["session"] + 1)
        assert await answer(hasty, None) == 7

    asyncio.run(walk())
