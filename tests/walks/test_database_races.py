"""Sixteen connections of one log-in at the cap together, a freeze within a large answer, a cut while a grant is used."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress

import psycopg
import pytest

from tests.walks.clients import eventually
from tests.walks.database import DatabaseClient

AT_ONCE = 16
CAP = 1000  # masked rows a day, of each client and in all (policies/budgets.toml)
PAGE = "select customer_id, client_code, phone from customers order by customer_id limit 100 offset {}"


def _rows(connection: psycopg.Connection, sql: str) -> int:
    """Rows that came, complete answer or not."""
    came = 0
    with suppress(psycopg.Error):
        for _ in connection.cursor().stream(sql):
            came += 1
    return came


def test_R06_sixteen_connections_at_the_cap_are_shown_no_row_beyond_it(sekisho, fresh_database):
    with ExitStack() as open_:
        connections = [open_.enter_context(fresh_database.connect()) for _ in range(AT_ONCE)]
        gate = threading.Barrier(AT_ONCE)

        def ask(at: int) -> int:
            gate.wait(30)
            return sum(_rows(connections[at], PAGE.format(100 * (at + step))) for step in range(3))

        with ThreadPoolExecutor(AT_ONCE) as asking:
            came = list(asking.map(ask, range(AT_ONCE)))
        assert 0 < sum(came) <= CAP, came
        for connection in connections:
            with pytest.raises(psycopg.Error):
                connection.execute("select phone from customers limit 1")
    (line,) = (one for one in sekisho.json("budget", "show")["budgets"] if one["username"] == fresh_database.username)
    assert line["frozen"] is not None


def test_R06_a_freeze_reaches_a_large_answer_on_another_connection(sekisho, fresh_database):
    """One connection holds an answer half read while others run into the cap: what it still gets stays within it."""
    with fresh_database.connect() as slow, fresh_database.connect() as quick:
        cursor = slow.cursor()
        answer = cursor.stream("select customer_id, phone from customers limit 900", size=1)
        came = sum(1 for _, _ in zip(range(5), answer, strict=False))
        came += sum(_rows(quick, PAGE.format(5000 + 100 * step)) for step in range(10))
        with suppress(psycopg.Error):
            came += sum(1 for _ in answer)
        assert came <= CAP
        with pytest.raises(psycopg.Error):
            slow.execute("select phone from customers limit 1")


def test_R42_a_cut_while_connections_come_in_by_the_grant_leaves_none_open(sekisho, fresh_database):
    stop, opened = threading.Event(), []

    def come_in(client: DatabaseClient) -> None:
        while not stop.is_set():
            try:
                opened.append(client.connect())
            except psycopg.Error:
                return

    first = fresh_database.connect()
    opened.append(first)
    person = sekisho.sessions_of(fresh_database.username)[0]
    with ThreadPoolExecutor(2) as coming:
        waiting = [coming.submit(come_in, fresh_database) for _ in range(2)]
        sekisho.json("session", "end", person["id"], "--reason", "test", by=sekisho.supervisors(1)[0])
        assert eventually(lambda: all(each.done() for each in waiting) or len(opened) >= AT_ONCE, 30)
        stop.set()

    def closed(connection: psycopg.Connection) -> bool:
        try:
            connection.execute("select code from client limit 1")
        except psycopg.Error:
            return True
        return False

    assert eventually(lambda: closed(first), 10)
    with pytest.raises(psycopg.Error):
        fresh_database.connect()
    for each in opened:
        each.close()


def test_R06_two_supervisors_raise_by_hand_and_neither_alone(sekisho, fresh_database):
    """`budget raise` asks, `change confirm` by another; the same one may not, and it holds for the day."""
    with fresh_database.connect() as connection, pytest.raises(psycopg.Error):
        for step in range(12):
            connection.execute(PAGE.format(100 * step)).fetchall()
    one, other = sekisho.supervisors(2)
    username = fresh_database.username
    asked = sekisho.json("budget", "raise", username, "--rows", "150", "--reason", "障害対応", by=one)
    alone = sekisho.run("change", "confirm", asked["proposal"], "--json", by=one)
    assert alone.returncode != 0
    with pytest.raises(psycopg.Error), fresh_database.connect() as connection:
        connection.execute("select phone from customers limit 1")
    sekisho.json("change", "confirm", asked["proposal"], by=other)
    with fresh_database.connect() as connection:
        more = sum(
            _rows(connection, PAGE.format(2000 + 50 * step).replace("limit 100", "limit 50")) for step in range(4)
        )
    assert 100 <= more <= 150
    again = sekisho.run("budget", "raise", username, "--rows", "150", "--reason", "もう一度", "--json", by=one)
    assert again.returncode == 0 or "budget" in again.stdout + again.stderr
