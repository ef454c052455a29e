"""The database locked by somebody else, moved away, or exchanged, under a session that works (R-11).

Nobody is answered who is not written; sessions hear why, in words; with the database everything comes back.
"""

import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from gateway.ipc.messages import CallRefused
from gateway.sessions.events import SessionWarned
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.registrar.process import DATABASE, Process
from tests.gateway.registrar.scene import opened
from tests.hostile.test_kill_registrar import Place

SECONDS = 10.0
SLOW_SECONDS = 1.8


@pytest.fixture
def database_kind() -> str:
    return "sqlite"


@pytest.fixture
def place(database: Engine, tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    if made.process.run.poll() is None:
        made.process.kill()


def ended_in_words(place: Place, session: object, began: float) -> None:
    heard = session.heard  # type: ignore[attr-defined]
    assert place.process.run.wait(timeout=2 * SECONDS) == 1
    assert heard.closed.wait(SECONDS)
    assert time.monotonic() - began < SECONDS
    (said,) = [params for kind, params in heard.news if kind == "end"]
    assert said["reason"] == "journal.broken"
    assert "監査ログ" in said["ja"]
    assert said["en"].isascii()


def comes_back(place: Place) -> None:
    place.again()
    session, opening = place.scene.session("C-again").bound(), place.scene.opening()
    assert session.registrar.open(opening, [opened(opening)]) is None


def one_more(number: int) -> list[SessionWarned]:
    return [SessionWarned(person="P-sato", remaining_seconds=number)]


def test_R11_moved_away_nothing_is_answered_that_is_nowhere_and_back_it_goes_on(place: Place) -> None:
    session = place.scene.session("C-1").bound()
    session.registrar.append(one_more(1))
    file = place.directory / DATABASE
    away = file.with_name("away")
    file.rename(away)
    began = time.monotonic()
    with pytest.raises((GatewayFault, CallRefused)):
        session.registrar.append(one_more(2))
    ended_in_words(place, session, began)
    with pytest.raises(AssertionError):
        Process(place.directory)
    away.rename(file)
    comes_back(place)
    assert [event.remaining_seconds for event in place.scene.events("session.warned")][:1] == [1]


def test_R11_exchanged_for_a_copy_it_is_noticed_though_nobody_writes(place: Place) -> None:
    session = place.scene.session("C-1").bound()
    file = place.directory / DATABASE
    began = time.monotonic()
    copy = file.with_name("copy")
    shutil.copy(file, copy)
    copy.rename(file)
    ended_in_words(place, session, began)


def test_R11_kept_for_a_moment_by_somebody_else_it_costs_nobody_his_session(place: Place) -> None:
    """As a slow disk does, which keeps whoever writes just now: longer than honest ones do, shorter than the bound."""
    session = place.scene.session("C-1").bound()
    other = sqlite3.connect(place.directory / DATABASE, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    let_go = threading.Timer(SLOW_SECONDS, other.close)
    let_go.start()
    began = time.monotonic()
    session.registrar.append(one_more(1))
    assert time.monotonic() - began > SLOW_SECONDS / 2, "it waited"
    let_go.join()
    assert session.heard.kinds() == []


@pytest.mark.long
def test_R11_locked_by_somebody_else_it_ends_within_ten_seconds_and_comes_back_with_the_lock(place: Place) -> None:
    session = place.scene.session("C-1").bound()
    with sqlite3.connect(place.directory / DATABASE, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises((GatewayFault, CallRefused)):
            session.registrar.append(one_more(1))
        ended_in_words(place, session, began)
        print(f"cut {time.monotonic() - began:.1f} s after somebody took the lock and kept it")
        other.execute("ROLLBACK")
    other.close()
    comes_back(place)
    assert place.scene.events("session.warned") == []
