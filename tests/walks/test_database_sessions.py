"""A database session is a session: cut, warned, recorded, counted, frozen, and its code is nobody's a second time."""

import secrets
import time
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from tests.walks.clients import Client, eventually
from tests.walks.database import DatabaseClient
from tests.walks.database_attempts import PERSON
from tests.walks.newcomer import newcomer
from tests.walks.test_alarms import told
from tests.walks.test_database_psql import ENDLESS
from tests.walks.test_database_refused import PSQL_REFUSED, order_for
from tests.walks.truth import truth

CUT_SECONDS = 2  # what is promised; the tests wait three times as long
ALARM_SECONDS = 10
WINDOW_SECONDS = 30
SWEEP = "select customer_id, name, phone from customers where customer_id > '{}' order by customer_id limit 500"


def _sessions(sekisho, client, ended=0):
    """The person's sessions, oldest first, once so many have ended."""

    def look():
        found = sekisho.sessions_of(client.username)
        return found[::-1] if len([one for one in found if one["ended_at"]]) >= ended else None

    return eventually(look, 20)


def test_R42_a_cut_by_a_supervisor_ends_psql_within_the_deadline(demo, sekisho, fresh_database):
    with fresh_database.on_terminal("-P", "pager=off") as screen:
        screen.expect("=> ")
        screen.line("select 'here' as still;")
        screen.expect("here.*=> ")
        (session,) = _sessions(sekisho, fresh_database)
        assert (session["state"], session["target"]) == ("running", "callcenter-db")
        screen.line(ENDLESS)
        screen.quiet(0.5)
        began = time.monotonic()
        sekisho.json("session", "end", session["id"], "--reason", "test", by=sekisho.supervisors(1)[0])
        screen.expect("FATAL:.*切断.*(ended|cut)", 3 * CUT_SECONDS + 5)
        assert time.monotonic() - began < 3 * CUT_SECONDS + 5  # the command line's own log-in included
    (ended,) = _sessions(sekisho, fresh_database, ended=1)
    assert ended["end_reason"] == "cut"
    at = {one["kind"]: datetime.fromisoformat(one["at"]) for one in sekisho.events("--session", session["id"])}
    assert at["session.ended"] - at["session.cut"] < timedelta(seconds=CUT_SECONDS)
    again = fresh_database.psql("-c", "select 1")
    assert again.returncode == PSQL_REFUSED, "a cut ends the grant as well"


def test_R23_the_window_ends_a_connection_that_does_nothing(demo, sekisho, tmp_path):
    username = f"new{secrets.token_hex(3)}"
    person = newcomer(sekisho, tmp_path, username, name="窓口 二時", kana="マドグチ ニジ", number=f"E-{username}")
    order = order_for(sekisho, person, "C01", hours=str(WINDOW_SECONDS / 3600))
    client = DatabaseClient(demo, person, tmp_path)
    with client.on_terminal() as screen:
        screen.expect("=> ")
        ends = datetime.fromisoformat(order["ends_at"])
        (session,) = eventually(
            lambda: [one for one in sekisho.sessions_of(username) if one["ended_at"]], WINDOW_SECONDS + 10
        )
        screen.line("select 1;")
        screen.expect("作業時間が終了.*work window is over")
    assert session["end_reason"] == "window-over"
    assert timedelta(0) <= datetime.fromisoformat(session["ended_at"]) - ends < timedelta(seconds=3 * CUT_SECONDS)
    ran = client.anew().psql("-c", "select 1")
    assert ran.returncode == PSQL_REFUSED
    assert "SK-208" in ran.stderr


def test_R06_a_sweep_freezes_this_door_and_a_supervisor_releases_it(demo, sekisho, fresh_database):
    shown, last = 0, "0"
    with fresh_database.connect() as connection:
        with pytest.raises(
            psycopg.errors.ConfigurationLimitExceeded, match=r"(?s)閲覧上限に達した.*Disclosure budget used up"
        ):
            for _ in range(5):
                rows = connection.execute(SWEEP.format(last)).fetchall()
                shown, last = shown + len(rows), rows[-1][0]
        assert 500 <= shown <= 1000
        with pytest.raises(psycopg.errors.ConfigurationLimitExceeded):
            connection.execute("select code from client")
    with pytest.raises(psycopg.Error), fresh_database.connect() as connection:
        connection.execute("select customer_id from customers limit 1")
    seconds, _ = told(demo, fresh_database.username, "disclosure.frozen")
    assert seconds < ALARM_SECONDS
    sekisho.json("budget", "release", fresh_database.username, "--reason", "確認した", by=sekisho.supervisors(1)[0])
    with fresh_database.connect() as connection:
        assert connection.execute("select code from client where code = 'C01'").fetchone() == ("C01",)
        with pytest.raises(psycopg.errors.ConfigurationLimitExceeded):  # released, and the day's count stands
            while shown <= 1000:
                rows = connection.execute(SWEEP.format(last)).fetchall()
                shown, last = shown + len(rows), rows[-1][0]
    assert shown <= 1000


def test_R06_rows_are_counted_exactly_for_each_client(sekisho, fresh_database):
    with fresh_database.connect() as connection:
        rows = connection.execute(
            "select client_code, phone from customers where client_code in ('C01', 'C02', 'C05') limit 40"
        ).fetchall()
        connection.execute("select client_code, phone from customers where customer_id = %s", [PERSON]).fetchall()
    wanted = {}
    for client, _ in rows:
        wanted[client] = wanted.get(client, 0) + 1
    (session,) = _sessions(sekisho, fresh_database, ended=1)

    def counted():
        events = sekisho.events("--session", session["id"], "--kind", "disclosure.shown")
        found = {}
        for one in (event["data"] for event in events):
            found[one["client"]] = found.get(one["client"], 0) + one["rows"]
        return found if sum(found.values()) > len(rows) else None

    found = eventually(counted, 10)
    wanted["C19"] = wanted.get("C19", 0) + 1
    assert found == wanted


def test_R37_what_was_asked_and_shown_is_on_record_masked(demo, sekisho, fresh_database):
    with fresh_database.connect() as connection:
        connection.execute("select customer_id, name, phone from customers where customer_id = %s", [PERSON]).fetchall()
        with pytest.raises(psycopg.Error):
            connection.execute("select upper(email) from customers")
        with connection.cursor(binary=True) as cursor:
            cursor.execute("select code, name from client where code = %s", ["C01"]).fetchall()
    (session,) = _sessions(sekisho, fresh_database, ended=1)
    recording = session["recording"]
    assert sekisho.json("recording", "verify", recording)["outcome"] == "holds"
    seen = sekisho.shown(recording).decode()
    for part in (
        "select customer_id, name, phone from customers where customer_id =", PERSON, "***-****-****", "＊＊ ＊＊",
        "select upper(email) from customers", "個人データの列は", "C01",
    ):  # fmt: skip
        assert part in seen, seen
    assert not truth(demo).people_in(seen.encode())
    with sekisho.on_terminal("replay", recording, "--purpose", "test", "--speed", "8", "--idle", "0.1") as player:
        player.expect(r"\*\*\*-\*\*\*\*-\*\*\*\*")
        player.send("q")
        assert player.wait() == 0
    searched = sekisho.run("replay", recording, "--purpose", "test", "--search", "upper(email)")
    assert searched.returncode == 0
    assert "upper(email)" in searched.stdout
    assert recording in sekisho.run("recording", "list", "--person", fresh_database.username).stdout


def test_R42_a_running_session_is_watched(sekisho, fresh_database):
    with fresh_database.connect() as connection:
        connection.execute("select 'before' as said")
        (session,) = _sessions(sekisho, fresh_database)
        with sekisho.on_terminal("session", "watch", session["id"], "--purpose", "test") as watcher:
            watcher.expect("before")
            connection.execute("select 'meanwhile' as said")
            watcher.expect("meanwhile", 5)
            watcher.send("q")
            assert watcher.wait() == 0


def test_R16_a_code_spent_on_ssh_is_dead_here_and_the_other_way_round(demo, sekisho, fresh_database, tmp_path):
    person = fresh_database.person
    by_ssh = Client(demo, person, tmp_path)
    spent = by_ssh.code()
    assert by_ssh.ssh("build-host", "true", answer=spent).returncode == 0
    ran = fresh_database.psql("-c", "select 1", password=f"{person['password']}{spent}")
    assert ran.returncode == PSQL_REFUSED
    assert "FATAL" in ran.stderr
    spent_here = fresh_database.said()[-6:]
    assert fresh_database.psql("-c", "select 1").returncode == 0
    again = by_ssh.ssh("build-host", "true", answer=spent_here)
    assert again.returncode == 255
    assert "このワンタイムコードは使用済みです" in again.stderr.decode()


def test_R16_every_connection_is_a_session_and_one_log_in(sekisho, fresh_database):
    for _ in range(3):
        assert fresh_database.psql("-c", "select 1").returncode == 0
    sessions = _sessions(sekisho, fresh_database, ended=3)
    assert len(sessions) == 3
    assert len({session["recording"] for session in sessions}) == 3
    events = sekisho.events_of(fresh_database.username)
    codes = [one for one in events if one["kind"] == "login.factor_proved" and one["data"].get("factor") == "code"]
    assert len(codes) == 1


def test_no_secret_and_nobody_of_the_database_stands_in_logs_and_journal(demo, sekisho, fresh_database):
    said = fresh_database.said()
    with fresh_database.connect() as connection:
        connection.execute("select * from customers where customer_id = %s", [PERSON]).fetchall()
    logs = b"".join(path.read_bytes() for path in Path(demo["logs"]).glob("*.log"))
    journalled = str(sekisho.events_of(fresh_database.username)).encode()
    for text in (said, said[:-6], said[-6:] if said[-6:] not in "0" * 6 else said):
        assert text.encode() not in logs if len(text) > 6 else True
        assert text.encode() not in journalled if len(text) > 6 else True
    assert not truth(demo).people_in(journalled)
    assert PERSON not in truth(demo).plainly_in(logs)
