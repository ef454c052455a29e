"""A hundred thousand rows in every way a client fetches them: masked to the last one, and carried in constant memory."""

import asyncio
import re
import subprocess
from pathlib import Path

import asyncpg
import pytest
from psycopg.conninfo import make_conninfo

from tests.walks.clients import eventually, need
from tests.walks.database import DatabaseClient
from tests.walks.own_database import BY_PASSWORD, own_database, people
from tests.walks.own_stack import own_stack
from tests.walks.test_database_leaks import tap_of
from tests.walks.truth import truth
from tests.walks.wiretap import PLAIN

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]
ROWS = 100_000
EVERYBODY = "select c.* from customers c join client k on k.code <= 'C05' where c.customer_id <= '120000'"
GROWTH_MIB = 48


@pytest.fixture(scope="module")
def own():
    with own_stack(people=1) as stack, own_database(stack, rows=20_000, large=True) as own:
        own.order("e001", *(f"C{number:02}" for number in range(1, 70)))
        yield own


@pytest.fixture(scope="module")
def client(own, tmp_path_factory):
    folder = tmp_path_factory.mktemp("large")
    return DatabaseClient(own.stack.demo, people(own.stack.demo)[0], folder, target=BY_PASSWORD)


def test_R04_R05_psql_reads_them_all_and_nobody_is_in_them(own, client):
    with tap_of(client) as tap:
        before = own.stack.sessions()
        where = make_conninfo("", **client.address(port=tap.port, **PLAIN))
        with subprocess.Popen(
            [need("psql"), "-XqAt", "-c", EVERYBODY, where], stdout=subprocess.PIPE, env=client.with_password()
        ) as process:
            assert process.stdout is not None
            first, most, rows = _most_mib(own, before), 0.0, 0
            for _ in process.stdout:
                rows += 1
                if rows % 10_000 == 0:
                    most = max(most, *_peaks(own, before), 0.0)
        assert rows == ROWS
        assert not truth(own.stack.demo).plainly_in(tap.received)
        assert most - first < GROWTH_MIB


def test_R04_a_cursor_of_the_protocol_pages_through_them(own, client):
    """asyncpg fetches a thousand rows at a time from one portal."""
    with tap_of(client) as tap:
        where = client.address(port=tap.port)

        async def page() -> int:
            connection = await asyncpg.connect(
                host="127.0.0.1", port=where["port"], user=where["user"], database=where["dbname"],
                password=client.said(), ssl=False,
            )  # fmt: skip
            counted = 0
            async with connection.transaction(readonly=True):
                async for _ in connection.cursor(EVERYBODY, prefetch=1000):
                    counted += 1
            await connection.close()
            return counted

        assert asyncio.run(page()) == ROWS
        assert not truth(own.stack.demo).plainly_in(tap.received)


def _peaks(own, before):
    return [_mib(pid) for pid in own.stack.sessions() - before]


def _most_mib(own, before):
    """The session process, once it is there."""
    return max(eventually(lambda: _peaks(own, before)))


def _mib(pid: int) -> float:
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0
