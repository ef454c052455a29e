"""An hour of a busy office: a hundred sessions idle, twenty speak, ten thousand log-ins come and go; then nothing has grown.

SEKISHO_SOAK_SECONDS makes it shorter: log-ins in proportion. SEKISHO_SOAK_IDLE, _BUSY and _LOGINS say the rest.
Every session has a recording, and every recording and the journal verify; whatever is busy hears every word it said.
"""

import os
import queue
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import text

from gateway.settings.reading import read
from gateway.storage.engine import open_engine
from gateway.storage.rights import Process
from gateway.wiring.database import address_of
from tests.soak.held import Busy, Held
from tests.soak.test_soak import GROWTH_KIB_MAX, SERVICES, descriptors, memory_kib
from tests.walks.clients import Client, eventually
from tests.walks.office import Sekisho
from tests.walks.own_stack import OwnStack, own_stack

HOUR = 3600
SECONDS = int(os.environ.get("SEKISHO_SOAK_SECONDS", HOUR))
LOGINS = int(os.environ.get("SEKISHO_SOAK_LOGINS", 10_000 * SECONDS // HOUR))
IDLE = int(os.environ.get("SEKISHO_SOAK_IDLE", 100))
BUSY = int(os.environ.get("SEKISHO_SOAK_BUSY", 20))
SIDE_BY_SIDE = 8
COMERS = max(16, 40 * LOGINS // SECONDS)  # a code is good once: a person comes every forty seconds at most
WARM = 40
LOOKS = 12
SPARE = 4  # descriptors a database opens now and then
LISTED_MAX = 100_000


@pytest.fixture(scope="module")
def stack() -> Iterator[OwnStack]:
    with own_stack(people=IDLE + BUSY + COMERS) as running:
        yield running


class Office:
    """The people who come and go, and what the services hold meanwhile."""

    def __init__(self, stack: OwnStack, folder: Path) -> None:
        self.stack = stack
        people = [one for one in stack.demo["people"] if one["username"][1:].isdecimal()]
        self.staying, coming = people[: IDLE + BUSY], people[IDLE + BUSY :]
        self._free: queue.SimpleQueue[Client] = queue.SimpleQueue()
        for person in coming:
            home = folder / person["username"]
            home.mkdir()
            self._free.put(Client(stack.demo, person, home))

    def log_in(self) -> str:
        """Whoever has waited longest comes, runs a command and goes; what went wrong."""
        client = self._free.get()
        try:
            ran = client.ssh("build-host", "exit 7")
            return "" if ran.returncode == 7 else f"{client.username}: {ran.returncode} {ran.stderr.decode()[-1500:]}"
        finally:
            self._free.put(client)

    def log_ins(self, number: int, seconds: float) -> list[str]:
        """So many, spread evenly, never more than SIDE_BY_SIDE at once; what went wrong."""
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            begun, asked = time.monotonic(), list[Future[str]]()
            look = max(1, number // LOOKS)
            for count in range(number):
                time.sleep(max(0.0, begun + count * seconds / number - time.monotonic()))
                asked.append(pool.submit(self.log_in))
                if count % look == 0:
                    print(f"  {time.monotonic() - begun:6.0f} s {count:6} log-ins {self.holds()}", flush=True)
            return [wrong for one in asked if (wrong := one.result())]

    def pids(self) -> dict[str, int]:
        return {name: self.stack.pid(name) for name in SERVICES}

    def holds(self) -> dict[str, tuple[int, int]]:
        """KiB (PSS) and descriptors of each service."""
        return {name: (memory_kib(pid), descriptors(pid)) for name, pid in self.pids().items()}

    def leases(self) -> int:
        engine = open_engine(address_of(read(Path(self.stack.demo["settings"])), Process.OFFICE))
        try:
            with engine.connect() as connection:
                return int(connection.execute(text("SELECT count(*) FROM lease")).scalar_one())
        finally:
            engine.dispose()


@pytest.mark.long
@pytest.mark.timeout(4 * SECONDS + 1800)
def test_R41_R96_an_hour_leaves_nothing_behind(stack: OwnStack, tmp_path: Path) -> None:
    office, sekisho = Office(stack, tmp_path), Sekisho(stack.demo)
    recorded = len(sekisho.json("recording", "list", "--limit", str(LISTED_MAX))["recordings"])
    with ExitStack() as open_:
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            held = list(pool.map(lambda person: Held(stack.demo, person, tmp_path), office.staying))
        for shell in held:
            open_.callback(shell.close)
        busy = Busy(held[:BUSY], open_)
        assert not office.log_ins(WARM, 0)  # what is made once is made now
        eventually(lambda: office.leases() == IDLE + BUSY, 60)
        pids, before, begun = office.pids(), office.holds(), time.monotonic()
        failed = office.log_ins(LOGINS, SECONDS)
        took = time.monotonic() - begun
        eventually(lambda: office.leases() == IDLE + BUSY, 60)
        after = office.holds()
        print(
            f"{LOGINS} log-ins in {took:.0f} s, {len(failed)} failed; {len(held)} sessions held, {sum(busy.lines)} lines"
        )
        print(f"  slowest line {busy.slowest:.1f} s\n  before {before}\n  after  {after}", flush=True)
        assert not failed, failed[:5]
        assert not busy.broken, busy.broken[:5]
        assert all(shell.is_open for shell in held)
        assert office.pids() == pids, "a service was started again"
        for name in SERVICES:
            assert after[name][0] - before[name][0] < GROWTH_KIB_MAX, name
            assert after[name][1] <= before[name][1] + SPARE, name
    eventually(lambda: office.leases() == 0, 60)
    assert not sekisho.json("session", "list", "--running")["sessions"]
    _covered(stack, sekisho, recorded + LOGINS + WARM + IDLE + BUSY)


def _covered(stack: OwnStack, sekisho: Sekisho, wanted: int) -> None:
    """Every session has a recording of its own, and all verify."""
    sessions = sekisho.json("session", "list", "--limit", str(LISTED_MAX))["sessions"]
    recordings = {one["id"] for one in sekisho.json("recording", "list", "--limit", str(LISTED_MAX))["recordings"]}
    assert len(sessions) == len({one["recording"] for one in sessions}) == wanted
    assert {one["recording"] for one in sessions} == recordings
    verified = sekisho.run("recording", "verify", "--all")
    assert verified.returncode == 0, verified.stdout
    assert sekisho.run("audit", "verify", "--witness", stack.demo["witness"]).returncode == 0
    print(f"  {len(sessions)} sessions, {len(recordings)} recordings, all verified")
