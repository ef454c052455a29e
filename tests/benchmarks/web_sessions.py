"""How long a sign-in and a page's visit take, on SQLite in one process: `python -m tests.benchmarks.web_sessions`."""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from gateway.ipc.client import connect
from gateway.keeper import clients
from gateway.settings.reading import read
from gateway.wiring.office_pace import Bucket
from gateway.wiring.office_web import House
from gateway.wiring.places import places
from tests.gateway.cli.town import Town, a_town, said
from tests.gateway.wiring.office_town import actor

HERE = "192.0.2.1"


def main() -> None:
    """Print a line a figure."""
    with tempfile.TemporaryDirectory() as folder, a_town(Path(folder)) as town:
        said(town.run("employer", "add", "みなと運用", "--json"))
        town.enter("ito", "administrator", "A001", by=None)
        house = House(read(town.settings), town.clock)
        _figures(town, house)
        house.close()


def _figures(town: Town, house: House) -> None:
    door, addresses = places(house.settings).door("keeper", "office"), count(1)
    ticket, office = house.sign_in(actor(town, "ito"), HERE, "x")
    office.close()

    def visit(address: str = HERE) -> None:
        found = house.visit(ticket, address)
        assert found is not None
        found.office.close()

    def resume() -> None:
        keeper = connect(door)
        clients.Web(keeper).resume(ticket)
        keeper.close()

    _say("sign-in (argon2id, code, row and event)", 5, lambda: house.sign_in(actor(town, "ito"), HERE, "x")[1].close())
    _say("web.resume at the keeper, connection included", 300, resume)
    _say("visit: resume, office, person's language", 300, visit)
    _say("visit that is written down and told (another address)", 30, lambda: visit(f"192.0.2.{next(addresses) % 250}"))
    _say("pace: one counted try", 50, lambda: house.pace(Bucket.LINK_ADDRESS, HERE))


def _say(what: str, times: int, act: Callable[[], None]) -> None:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    median, late = statistics.median(taken), taken[int(times * 0.95)]
    sys.stdout.write(f"{what}: median {median:.1f} ms, 95 % within {late:.1f} ms ({times} times)\n")


if __name__ == "__main__":
    main()
