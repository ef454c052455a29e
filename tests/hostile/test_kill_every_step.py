"""The write sequence of a session's life, stopped after each write, in whichever process writes: nothing took effect that is not
journalled, nothing answered is missing, every recording verifies, leases return, the journal is one chain (R-11, R-41, R-44).

Real processes, SIGKILL, a real database and real recordings; the registrar itself mends what was left.
"""

import multiprocessing
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from gateway.audit.report import Outcome
from gateway.recording.verify import verify as verify_recording
from gateway.sessions.session import SessionOpening, State
from tests.gateway.registrar.process import RECORDINGS, journal_verified, keyed_scene, make_seeds
from tests.gateway.registrar.scene import ROLES, Scene, eventually
from tests.hostile import a_life
from tests.hostile.a_life import Birth, How

SECONDS = 20.0  # generous: what is awaited is a state, not a moment
STEPS_MAX = 60
KINDS = (
    ("login.started", 1), ("login.completed", 1), ("session.opened", 1), ("session.started", 1), ("session.warned", 2),
    ("session.ended", 1),
)  # fmt: skip


@pytest.fixture
def database_kind() -> str:
    return "sqlite"


class Place:
    """A gateway's state, and the registrar that runs on it."""

    def __init__(self, directory: Path) -> None:
        make_seeds(directory)
        (directory / RECORDINGS / "2026").mkdir(parents=True)
        self.directory = directory
        self.scene, _ = keyed_scene(directory)
        self.scene.seed()
        self.run: Any = None

    def begin(self, kind: str = "", count: int = 1, how: How = How.AFTER) -> None:
        for role in ROLES:
            (self.directory / f"{role}.sock").unlink(missing_ok=True)
        self.scene._control = None
        self.run = a_life.forks().Process(target=a_life.registrar, args=(self.directory, kind, count, how))
        self.run.start()
        eventually(self.scene.door("worker").exists, SECONDS)

    def end(self) -> None:
        if self.run is not None and self.run.is_alive():
            self.run.terminate()
            self.run.join(SECONDS)
        assert self.run is None or not self.run.is_alive()

    def life(self, connection: str, *, at: int = 0, how: How = How.AFTER) -> tuple[list[str], SessionOpening]:
        """A session process from its birth to its end: which writes it did, and what it opened."""
        opening = self.scene.opening()
        sock = self.scene.control.hand_over(connection, a_life.ADDRESS)
        birth = Birth(
            connection=connection,
            assertion=self.scene.assertion(connection),
            opening=opening,
            directory=self.directory,
        )
        forks = a_life.forks()
        heard, told = forks.Pipe(duplex=False)
        lives = forks.Process(target=a_life.session, args=(sock, birth, at, how, told))
        lives.start()
        sock.close()
        told.close()
        lives.join(SECONDS)
        assert not lives.is_alive()
        return _all(heard), opening


def _all(heard: Any) -> list[str]:
    said = []
    try:
        while heard.poll(SECONDS):
            said.append(heard.recv())
    except EOFError:
        pass
    return said


@pytest.fixture(scope="module", autouse=True)
def preloaded() -> None:
    multiprocessing.set_forkserver_preload(["tests.hostile.a_life"])


@pytest.fixture
def place(database: Engine, tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    made.end()


# -- what holds after every stop


def require_whole(place: Place, did: list[str], opening: SessionOpening) -> None:
    """Whatever was answered is written, whatever took effect is journalled, whatever was recorded is closed and verifies."""
    scene = place.scene
    eventually(lambda: settled(scene, opening.id), SECONDS)
    of_session = [entry.kind for entry in scene.entries() if entry.session == opening.id]
    answered = {"session.open": "session.opened", "session.started": "session.started", "session.end": "session.ended"}
    for call, kind in answered.items():
        assert call not in did or kind in of_session, f"{call} was answered"
    assert did.count("journal.append") - 3 <= of_session.count("session.warned"), "and every append"
    path = place.directory / RECORDINGS / opening.recording_path
    dialled = (place.directory / f"{opening.id}.dialled").exists()
    stored = scene.stored(opening.id)
    if stored is None:
        assert of_session == []
        assert not dialled
        assert not path.exists()
        return
    assert of_session[0] == "session.opened"
    assert stored.state in (State.ENDED, State.BROKEN)
    assert stored.ended_at is not None
    assert len({"session.ended", "session.broken"} & set(of_session)) == 1
    require_recording(place, path, opening, dialled=dialled)


def settled(scene: Scene, session: str) -> bool:
    """Its row is closed, nobody holds the terminal, and what it recorded is closed or was said to be missing."""
    stored = scene.stored(session)
    if stored is None:
        return scene.holder("P-sato") is None
    over = stored.state in (State.ENDED, State.BROKEN) and scene.holder("P-sato") is None
    said = {entry.kind for entry in scene.entries() if entry.session == session}
    return over and bool({"recording.closed", "recording.unrecovered"} & said)


def require_recording(place: Place, path: Path, opening: SessionOpening, *, dialled: bool) -> None:
    closed = [event for event in place.scene.events("recording.closed") if event.session == opening.id]
    if not closed:  # it never had a whole header, so nobody was shown anything
        assert not dialled
        assert [event.session for event in place.scene.events("recording.unrecovered")].count(opening.id) == 1
        return
    (event,) = closed
    verdict = verify_recording(path, a_life.recording_key(place.directory), expected_final_hash=event.final_hash)
    assert verdict.holds
    sealed_by_itself = place.scene.stored(opening.id).state is State.ENDED and event.how.value == "sealed"
    assert sealed_by_itself or event.how.value in ("interrupted", "late", "sealed")


def require_one_chain(place: Place) -> None:
    place.scene.worker().checkpoint()
    assert journal_verified(place.scene, place.directory) is Outcome.HOLDS


# -- the session process


def stop_at_each(place: Place, steps: range, how: How) -> set[str]:
    """A life for each step, stopped there; at which writes it was stopped."""
    stopped_at = set()
    for at in steps:
        did, opening = place.life(f"C-{how}-{at}", at=at, how=how)
        require_whole(place, did, opening)
        if did and did[-1] == "over":
            break
        stopped_at.add(did[-1] if did else "nothing")
    return stopped_at


def test_R41_a_life_that_nobody_stops_leaves_all_of_it(place: Place) -> None:
    place.begin()
    did, opening = place.life("C-1")
    assert did[-1] == "over"
    require_whole(place, did, opening)
    assert [event.how.value for event in place.scene.events("recording.closed")] == ["sealed"]
    require_one_chain(place)


@pytest.mark.parametrize(("how", "steps"), [(How.AFTER, range(5, 30, 6)), (How.HALF, range(6, 30, 6))])
def test_R11_R41_the_session_process_is_killed_after_a_write(place: Place, how: How, steps: range) -> None:
    place.begin()
    assert len(stop_at_each(place, steps, how)) >= 2
    did, opening = place.life("C-last")
    assert did[-1] == "over", "and the next one works"
    require_whole(place, did, opening)
    require_one_chain(place)


@pytest.mark.long
@pytest.mark.parametrize("how", [How.AFTER, How.HALF])
def test_R11_R41_the_session_process_is_killed_after_each_write(place: Place, how: How) -> None:
    place.begin()
    began = time.monotonic()
    stopped_at = stop_at_each(place, range(1, STEPS_MAX), how)
    assert {"append", "sync", "sync_name", "bind", "journal.append", "session.open", "session.started"} <= stopped_at
    require_one_chain(place)
    print(f"{len(place.scene.events('session.broken'))} broken lives in {time.monotonic() - began:.0f} s, {stopped_at}")


# -- the registrar


def killed_at(place: Place, number: int, kind: str, count: int, how: How) -> None:
    place.begin(kind, count, how)
    did, opening = place.life(f"C-{number}")
    assert "over" not in did
    place.run.join(SECONDS)
    assert place.run.exitcode == -9, "it was stopped where it should"
    written = [entry for entry in place.scene.entries() if entry.session == opening.id and entry.kind == kind]
    if kind.startswith("session."):
        assert len(written) == (count if how is How.AFTER else count - 1)
    place.begin()
    require_whole(place, did, opening)
    place.end()


@pytest.mark.parametrize(("kind", "count", "how"), [("session.opened", 1, How.AFTER), ("session.ended", 1, How.BEFORE)])
def test_R11_R44_the_registrar_is_killed_at_a_commit(place: Place, kind: str, count: int, how: How) -> None:
    killed_at(place, 1, kind, count, how)
    place.begin()
    did, opening = place.life("C-last")
    assert did[-1] == "over"
    require_whole(place, did, opening)
    require_one_chain(place)


@pytest.mark.long
@pytest.mark.parametrize("how", [How.BEFORE, How.AFTER])
def test_R11_R44_the_registrar_is_killed_at_each_commit(place: Place, how: How) -> None:
    for number, (kind, count) in enumerate(KINDS):
        killed_at(place, number, kind, count, how)
    place.begin()
    did, _ = place.life("C-last")
    assert did[-1] == "over"
    require_one_chain(place)
