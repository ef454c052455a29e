"""The whole demo, gateway included, started twice on one state: the past stays, and each end leaves nothing running."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gateway.settings.reading import read
from gateway.storage.engine import open_engine, reading
from gateway.storage.stores.journal import Journal
from gateway.wiring.database import address_of
from tests.databases import USUAL
from tests.demo.stand import Stand, alive, processes, stand


@pytest.fixture
def demo_of_its_own() -> Iterator[Stand]:
    with stand() as built:
        built.with_gateway = True
        yield built


def _journal(manifest: dict[str, Any]) -> list[tuple[int, bytes]]:
    """What stands in it now, while whatever keeps it runs."""
    engine = open_engine(address_of(read(Path(manifest["settings"])), "backup"), application="test")
    try:
        with reading(engine) as connection:
            return [(entry.seq, entry.hash) for entry in Journal(connection).read(0, None)]
    finally:
        engine.dispose()


@pytest.mark.timeout(300)
def test_R97_a_second_start_keeps_the_journal_and_files_new_orders(demo_of_its_own: Stand) -> None:
    first = demo_of_its_own.start(f"--database={USUAL}")
    running = processes(demo_of_its_own)
    before = _journal(first)
    assert demo_of_its_own.stop(signal.SIGINT) == 0
    assert alive(running) == []

    second = demo_of_its_own.start()
    after = _journal(second)
    assert after[: len(before)] == before
    assert len(after) > len(before)
    assert second["people"] == first["people"]
    assert second["gateway"] == first["gateway"]
    assert second["work_order"]["id"] != first["work_order"]["id"]

    running = processes(demo_of_its_own)
    demo_of_its_own.stop(signal.SIGKILL)
    deadline = time.monotonic() + 60
    while alive(running) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert alive(running) == []
