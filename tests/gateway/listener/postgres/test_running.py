"""A session from the dial to its end: whatever ends it, the recording is sealed and the registrar hears why."""

import socket
import threading
import time
from datetime import timedelta

import psycopg
import pytest

from gateway.disclosure.verdict import Over, Why
from gateway.ipc.messages import CallRefused
from gateway.relay.postgres.wire.opening import CancelRequest
from gateway.sessions import live, texts
from gateway.sessions.ending import Ending, EndReason
from gateway.vocabulary.outcome import GatewayFault, TargetError, Text
from tests.gateway.authorization.a_request import NOW
from tests.gateway.listener.postgres.a_database_door import a_database_door
from tests.gateway.relay.postgres.target.a_database import a_database
from tests.gateway.relay.ssh.a_client import wait_until

DATABASE = "unclassified"


@pytest.fixture(scope="module")
def database():
    with a_database() as made:
        made.sql(f"CREATE DATABASE {DATABASE}", "postgres")
        made.sql(
            "CREATE TABLE people (name text, phone text);"
            "INSERT INTO people SELECT 'name ' || n, '090-0000-' || n FROM generate_series(1000, 1500) n;"
            "GRANT SELECT ON people TO reader",
            DATABASE,
        )
        yield made


@pytest.fixture
def door(tmp_path, database, monkeypatch):
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.1)
    with a_database_door(tmp_path, database) as made:
        yield made


def said_at_the_end(client: "psycopg.Connection[object]") -> str:
    """What the client hears once it asks again."""
    with pytest.raises(psycopg.Error) as error:
        client.execute("SELECT 1")
    return str(error.value)


def test_R04_R05_a_session_shows_masked_rows_and_is_recorded(door) -> None:
    with door.connect(dbname=DATABASE) as client:
        rows = client.execute("SELECT name, phone FROM people LIMIT 3").fetchall()
        assert len(rows) == 3
        assert not any("090" in str(value) for row in rows for value in row)
        with pytest.raises(psycopg.Error):
            client.execute("DELETE FROM people")
    _, reason, recording = door.registry.ended()
    assert reason == "left"
    assert recording is not None
    kinds = door.registry.kinds
    assert kinds.index("access.permitted") < kinds.index("session.opened") < kinds.index("session.started")
    assert kinds[-1] == "session.ended"
    ended = door.registry.of("session.ended")
    assert ended.shown_bytes > 0
    assert ended.typed_bytes > 0
    assert f"database: {DATABASE}".encode() in door.recorder.all("m")
    assert b"090-0000" not in door.recorder.all("o")
    (header,) = door.room.headers
    assert (header.term, header.cols, header.rows, header.target) == ("postgresql", 120, 40, "callcenter-db")
    assert door.remembered == ["callcenter-db"]


def test_R42_a_cut_ends_it_with_words(door) -> None:
    with door.connect(dbname=DATABASE) as client:
        client.execute("SELECT 1")
        session = door.registry.openings[-1].id
        begun = time.monotonic()
        cut = Ending(reason=EndReason.CUT, text=Text(ja="管理監督者が切断しました。", en="A supervisor has cut this."))
        door.connections[-1].live.end(session, cut)
        assert door.registry.ended()[1] == "cut"
        assert time.monotonic() - begun < 2
        assert "A supervisor has cut this." in said_at_the_end(client)
    assert door.recorder.sealed == "cut"


def test_R23_the_window_ends_it(door) -> None:
    with door.connect(dbname=DATABASE) as client:
        client.execute("SELECT 1")
        door.clock.moved = timedelta(hours=12)
        assert door.registry.ended(seconds=15)[1] == "window-over"
        assert texts.WINDOW_OVER.en in said_at_the_end(client)


def test_a_gateway_that_stops_ends_it(door) -> None:
    with door.connect(dbname=DATABASE) as client:
        client.execute("SELECT 1")
        door.connections[-1].end_all(Ending(reason=EndReason.DRAINED, text=texts.DRAINED))
        assert door.registry.ended()[1] == "drained"
        assert texts.DRAINED.en in said_at_the_end(client)


def test_R10_what_cannot_be_recorded_is_not_shown(door) -> None:
    with door.connect(dbname=DATABASE) as client:
        client.execute("SELECT 1")
        door.recorder.fail()
        assert said_at_the_end(client)
        _, reason, recording = door.registry.ended()
        assert (reason, recording) == ("not-recorded", None)


def test_a_client_that_vanishes_has_left(door) -> None:
    client = door.connect(dbname=DATABASE)
    client.execute("SELECT 1")
    client.pgconn.finish()
    assert door.registry.ended()[1] == "left"


def test_what_cannot_be_counted_is_not_shown(door) -> None:
    with door.connect(dbname=DATABASE) as client:
        client.execute("SELECT 1")
        assert door.counter_fails is not None
        door.counter_fails(GatewayFault("the registrar is away"))
        assert door.registry.ended()[1] == "gateway-fault"
        assert said_at_the_end(client)


def test_R06_what_the_counter_says_holds(door) -> None:
    over = Over(text=Text(ja="上限です。", en="That is the budget."), why=Why.BUDGET)
    door.counting.permit = lambda statement, said: over
    with door.connect(dbname=DATABASE) as client, pytest.raises(psycopg.Error) as refused:
        client.execute("SELECT name FROM people LIMIT 1")
    assert refused.value.sqlstate == "53400"


def test_a_cancel_reaches_what_runs(door) -> None:
    with door.connect(dbname=DATABASE) as client:
        assert client.info.backend_pid == door.cancels[-1].own().process_id
        failed: list[BaseException] = []

        def run() -> None:
            try:
                client.execute("SELECT count(*) FROM people a, people b, people c, people d")
            except psycopg.Error as error:
                failed.append(error)

        asking = threading.Thread(target=run)
        asking.start()
        wait_until(lambda: door.cancels[-1].cancel is not None)
        time.sleep(0.2)
        if asking.is_alive():
            client.cancel_safe(timeout=5)
        asking.join(15)
        assert not asking.is_alive()
        assert failed


@pytest.mark.parametrize("key", [b"fouR", b"four!"])
def test_a_cancel_with_another_key_is_nothing(door, key: bytes) -> None:
    with door.connect(dbname=DATABASE) as client:
        called: list[bool] = []
        wait_until(lambda: door.cancels[-1].cancel is not None)
        door.cancels[-1].cancel = lambda: called.append(True)
        request = CancelRequest(process_id=client.info.backend_pid, secret_key=key)
        with socket.create_connection(("127.0.0.1", door.port), timeout=5) as sock:
            sock.sendall(request.encoded())
            assert sock.recv(10) == b""
        assert called == []


def test_a_database_that_is_not_there(door) -> None:
    with pytest.raises(psycopg.OperationalError) as refused:
        door.connect(dbname="nowhere")
    assert "3D000" in str(refused.value)
    assert door.registry.ended()[1] == "target-fault"


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (TargetError("down", Text(ja="届きません。", en="It cannot be reached.")), "target-fault"),
        (CallRefused("order.not_valid", Text(ja="時間外です。", en="It is outside the window.")), "refused"),
        (GatewayFault("the keeper is away"), "gateway-fault"),
        (ValueError("a defect"), "gateway-fault"),
    ],
)
def test_whatever_the_dial_comes_to_the_session_ends(door, failure, reason) -> None:
    def dial(*_: object, **__: object) -> None:
        raise failure

    door.dial = dial
    with pytest.raises(psycopg.OperationalError) as refused:
        door.connect()
    assert "FATAL" in str(refused.value)
    assert "a defect" not in str(refused.value)
    assert door.registry.ended()[1] == reason
    assert door.recorder.sealed == reason


def test_an_end_that_comes_while_the_target_is_dialled(door) -> None:
    dialled, goes_on = threading.Event(), threading.Event()
    real = door.dial

    def slow(*given: object, **named: object) -> object:
        dialled.set()
        goes_on.wait(10)
        return real(*given, **named)

    door.dial = slow
    heard: list[str] = []
    client = threading.Thread(target=lambda: heard.append(door.refusal(dbname=DATABASE)))
    client.start()
    assert dialled.wait(10)
    door.connections[-1].end_all(Ending(reason=EndReason.DRAINED, text=texts.DRAINED))
    goes_on.set()
    client.join(15)
    assert texts.DRAINED.en in heard[0]
    assert door.registry.ended()[1] == "drained"
    assert "session.started" not in door.registry.kinds


def test_a_session_that_is_not_on_record_as_started_shows_nothing(door) -> None:
    door.registry.fails["started"] = GatewayFault("the registrar is away")
    with pytest.raises(psycopg.OperationalError):
        door.connect(dbname=DATABASE)
    assert door.registry.ended()[1] == "gateway-fault"


def test_the_warning_before_the_end_is_a_notice(door) -> None:
    notices: list[str] = []
    with door.connect(dbname=DATABASE) as client:
        client.add_notice_handler(lambda diagnostic: notices.append(str(diagnostic.message_primary)))
        client.execute("SELECT 1")
        opening = door.registry.openings[-1]
        door.clock.moved = (opening.until - NOW) - timedelta(minutes=5)
        wait_until(lambda: "session.warned" in door.registry.kinds, 10)
        wait_until(lambda: bool(client.execute("SELECT 1")) and bool(notices))
    assert "remain" in notices[0]
