"""Real clients at the database door."""

import os
import subprocess
import threading
from dataclasses import replace

import psycopg
import pytest

from gateway.authentication import texts
from gateway.authentication.ledger import Factor
from gateway.listener.connection import ConnectionLimits
from gateway.listener.postgres import words
from gateway.listener.progress import Stage
from gateway.relay.postgres.wire.opening import StartupMessage
from gateway.sessions import texts as session_texts
from gateway.sessions.ending import Ending, EndReason
from gateway.vocabulary.identity import Standing
from tests.gateway.authentication.a_door import PASSWORD
from tests.gateway.listener.postgres.a_database_door import DATABASE, GONE, STARTUP, TARGET, USER, rest_of
from tests.gateway.relay.ssh.a_client import wait_until


def test_a_log_in_comes_as_far_as_the_target(door) -> None:
    said = door.refusal()
    assert GONE.ja in said
    assert GONE.en in said
    assert door.dialled == [(TARGET, DATABASE)]
    assert door.stages == [Stage.KEYS, Stage.PROVED]
    assert door.proved[0].factors == (Factor.TERMINAL_KEY, Factor.PASSWORD, Factor.CODE)
    assert door.remembered == [TARGET]
    _, reason, recording = door.registry.ended()
    assert reason == "target-fault"
    assert recording is not None
    assert door.recorder.sealed == "target-fault"


def test_a_further_connection_by_a_grant_makes_none(door) -> None:
    door.grant(PASSWORD, "123456")
    assert GONE.ja in door.refusal(password=PASSWORD + "123456")
    assert door.remembered == []


def test_psql_asks_for_the_password_and_connects_again(door) -> None:
    """Its first connection leaves; that is no failure."""
    command = ["psql", "-X", "-c", "select 1", " ".join(f"{key}={value}" for key, value in door.address().items())]
    environment = {**os.environ, "PGPASSWORD": door.answer(), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment, timeout=30, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 2
    assert GONE.en in done.stderr
    del environment["PGPASSWORD"]
    done = subprocess.run(
        ["setsid", *command[:1], "-w", *command[1:]], capture_output=True, text=True, env=environment, timeout=30,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert "no password supplied" in done.stderr
    wait_until(lambda: "login.abandoned" in door.world.diary.kinds)
    assert "login.failed" not in door.world.diary.kinds


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"user": "sato+x+y+z"}, texts.BAD_NAME),
        ({"user": "Sato+callcenter-db"}, texts.BAD_NAME),
        ({"user": "s" * 9_000}, texts.BAD_NAME),
        ({"user": "sato+unknown-db"}, session_texts.unknown_target(("callcenter-app", TARGET))),
        ({"user": "sato"}, session_texts.no_target("sato", (TARGET,))),
        ({"user": "sato+callcenter-db", "dbname": "x" * 64}, words.BAD_DATABASE),
        ({"user": "sato+unknown-db", "dbname": "sato+unknown-db"}, words.which_database([])),
    ],
)
def test_where_it_cannot_go_is_said_in_both_languages(door, changes, said) -> None:
    heard = door.refusal(**changes)
    assert said.ja in heard
    assert said.en in heard
    assert door.dialled == []


def test_R23_without_an_order_nothing_is_opened(door) -> None:
    door.registry.facts = replace(door.registry.facts, orders=())
    with pytest.raises(psycopg.OperationalError) as refused:
        door.connect()
    assert "FATAL" in str(refused.value)
    assert door.dialled == []
    assert door.room.recorders == []
    assert "access.refused" in door.registry.kinds


def test_a_newer_protocol_is_answered_and_goes_on(door) -> None:
    with door.inside() as client:
        client.sendall(StartupMessage(minor=2, parameters={"user": USER}).encoded())
        assert client.recv(1) == b"v"


def test_replication_and_another_encoding_are_refused_before_the_log_in(door) -> None:
    with pytest.raises(psycopg.OperationalError) as refused:
        door.connect(replication="database", password="x")
    assert "レプリケーション" in str(refused.value)
    with pytest.raises(psycopg.OperationalError) as refused:
        door.connect(client_encoding="sjis", password="x")
    assert "UTF8" in str(refused.value)
    assert door.begun == []


def test_the_certificate_is_for_the_doors_names_and_for_an_hour(door) -> None:
    assert 'does not match host name "elsewhere.example"' in door.refusal(host="elsewhere.example", password="x")
    assert "certificate verify failed" in door.refusal(sslrootcert=str(door.terminal[0]), password="x")


def test_sslmode_disable_hears_how_to_do_better(door) -> None:
    assert "sslmode=verify-full" in door.refusal(sslmode="disable", password="x")


def test_a_client_that_takes_its_time_to_answer_is_told(door) -> None:
    door.limits = ConnectionLimits(login_seconds=0.5)
    with door.inside() as client:
        client.sendall(STARTUP)
        heard = rest_of(client)
        assert words.TOO_LATE.en.encode() in heard
    wait_until(lambda: len(door.closed) == 1)
    assert "login.abandoned" in door.world.diary.kinds


def test_a_gateway_that_stops_tells_who_is_logging_in(door) -> None:
    with door.inside() as client:
        client.sendall(STARTUP)
        assert client.recv(9)[:1] == b"R"
        ending = Ending(reason=EndReason.DRAINED, text=session_texts.DRAINED)
        threading.Thread(target=door.connections[0].end_all, args=(ending,)).start()
        heard = rest_of(client)
        assert session_texts.DRAINED.en.encode() in heard
        assert b"57P01" in heard


def test_R18_a_suspended_terminal(door) -> None:
    door.register(door.terminal, "T-7", Standing.SUSPENDED)
    assert texts.UNAPPROVED_CERTIFICATE.ja in door.refusal(password="x")
    assert Stage.PROVED not in door.stages
