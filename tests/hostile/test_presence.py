"""Whoever wants a session to run unwatched: a watcher who is there in name, another's session, a right that has ended (R-27)."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine

from gateway.ipc.messages import CallRefused
from gateway.listener.attending import _Attended
from gateway.registrar import changes
from gateway.registrar.presence_events import Leaving
from gateway.registrar.presence_params import Attend
from gateway.relay.attendance import ANSWER_SECONDS, FRESH_SECONDS
from gateway.vocabulary.identity import Role, Standing
from tests.gateway.registrar.scene import Scene, changed
from tests.gateway.sessions.an_office import ARegistry
from tests.hostile.test_registrar_session import caught, running


def ago(session, opening) -> float | None:
    found: float | None = session.registrar.attended(opening.id, timeout_seconds=5.0)
    return found


@pytest.fixture
def at_work(database: Engine, tmp_path: Path) -> Iterator[tuple[Scene, Any, Any]]:
    made = Scene(database, tmp_path)
    made.seed()
    made.start()
    session, opening = running(made)
    yield made, session, opening
    made.stop()


def test_R27_a_watcher_who_says_nothing_more_grows_old_though_his_connection_stands(at_work) -> None:
    scene, session, opening = at_work
    assert ago(session, opening) is None
    office = scene.office("yamada")
    office.attend(opening.id)
    assert ago(session, opening) < FRESH_SECONDS
    time.sleep(0.3)
    old = ago(session, opening)
    assert 0.25 <= old < FRESH_SECONDS
    office.attend(opening.id)
    assert ago(session, opening) < old
    assert len(scene.events("session.attended")) == 1, "that he still is there is no news"
    time.sleep(0.3)
    assert ago(session, opening) >= 0.25, "asking makes nobody younger"


def test_R27_nobody_is_there_once_he_left_or_his_connection_ended(at_work) -> None:
    scene, session, opening = at_work
    office, other = scene.office("yamada"), scene.office("kato")
    office.attend(opening.id)
    other.attend(opening.id)
    office.leave(opening.id)
    assert ago(session, opening) is not None
    other.close()
    limit = time.monotonic() + 5
    while ago(session, opening) is not None:
        assert time.monotonic() < limit
        time.sleep(0.01)


@pytest.mark.parametrize("how", ["contract over", "suspended"])
def test_R27_a_right_that_ended_is_no_presence_any_more(at_work, how: str) -> None:
    scene, session, opening = at_work
    office = scene.office("yamada")
    office.attend(opening.id)
    what = {"contract_end": date(2020, 3, 31)} if how == "contract over" else {"standing": Standing.SUSPENDED}
    change = changes.PersonChanged(
        id="P-yamada", expected_version=1, **changed(roles=frozenset({Role.SUPERVISOR})) | what
    )
    scene.office("admin").commit(change, [])
    with pytest.raises(CallRefused, match=r"role\.missing"):
        office.attend(opening.id)
    assert ago(session, opening) is None
    (left,) = scene.events("session.left")
    assert left.how is Leaving.LOST


def test_R27_a_session_asks_after_itself_and_nobody_elses(at_work) -> None:
    scene, session, opening = at_work
    other, _ = running(scene, "C-2", "suzuki", "T-2")
    scene.office("yamada").attend(opening.id)
    assert "not open" in caught(scene, other, lambda: ago(other, opening))
    assert ago(session, opening) is not None


def test_R27_no_session_stands_by_itself(at_work) -> None:
    scene, session, opening = at_work
    asked = Attend(session=opening.id)
    caught(scene, session, lambda: session.registrar._caller.call("session.attend", asked, type(None)))
    assert scene.events("session.attended") == []


def test_R27_a_watcher_of_one_session_watches_no_other(at_work) -> None:
    scene, session, opening = at_work
    other, another = running(scene, "C-2", "suzuki", "T-2")
    scene.office("yamada").attend(another.id)
    assert ago(session, opening) is None
    assert ago(other, another) is not None


def test_R27_a_file_beside_the_recording_lets_nothing_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may write into the folder could have touched the flag; it asks for finer chunks and for nothing else."""
    asked: list[str] = []

    def attended(_: object, session: str, *, timeout_seconds: float) -> float | None:
        asked.append(session)
        assert timeout_seconds == ANSWER_SECONDS
        return None

    monkeypatch.setattr(ARegistry, "attended", attended)
    registry = ARegistry(None)  # type: ignore[arg-type]
    found = _Attended.__new__(_Attended)
    found._around = SimpleNamespace(admissions=SimpleNamespace(registry=registry))  # type: ignore[assignment]
    found._admitted = SimpleNamespace(session="S-1")  # type: ignore[assignment]
    assert found._is_watched(1e9) is False
    assert asked == ["S-1"]
    monkeypatch.setattr(ARegistry, "attended", lambda *_, timeout_seconds: FRESH_SECONDS + 0.01)
    assert found._is_watched(FRESH_SECONDS) is False
    monkeypatch.setattr(ARegistry, "attended", lambda *_, timeout_seconds: FRESH_SECONDS)
    assert found._is_watched(FRESH_SECONDS) is True
