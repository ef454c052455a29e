"""kill -9 in the middle of everything: what was answered is in the journal, and a new start ends and seals what was open.

A real process on a real database (SQLite, synchronous FULL), real recordings, and a disk that fills up.
"""

import shutil
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from gateway.audit.report import Outcome
from gateway.crypto import signing, wrapping
from gateway.ipc.messages import CallRefused
from gateway.recording.content_key import LASTING, WrapTo
from gateway.recording.header import PersonalHeader, RecordingHeader
from gateway.recording.limits import RecorderLimits
from gateway.recording.recorder import Recorder
from gateway.recording.seal import SealState
from gateway.recording.verify import verify as verify_recording
from gateway.sessions.events import SessionWarned
from gateway.sessions.session import State
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import Encoding
from tests.gateway.registrar.process import (
    RECORDINGS,
    Process,
    RecordingSigner,
    journal_verified,
    keyed_scene,
    make_seeds,
)
from tests.gateway.registrar.scene import Scene, Session, eventually, opened

WRITERS = 6


@pytest.fixture
def database_kind() -> str:
    return "sqlite"


class Place:
    """A directory with a database, keys and a running registrar."""

    def __init__(self, directory: Path) -> None:
        make_seeds(directory)
        (directory / RECORDINGS / "2026").mkdir(parents=True)
        (directory / "elsewhere").mkdir()
        self.directory = directory
        self.scene, self.seed = keyed_scene(directory)
        self.scene.seed()
        self.process = Process(directory)

    def again(self) -> None:
        self.scene._control = None
        self.process = Process(self.directory)

    def verified(self) -> Outcome:
        return journal_verified(self.scene, self.directory)


@pytest.fixture
def place(database: Engine, tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    if made.process.run.poll() is None:
        made.process.kill()


class Writing(threading.Thread):
    """A session that appends without pause, and remembers what was answered."""

    def __init__(self, session: Session, session_id: str) -> None:
        super().__init__(daemon=True)
        self.session, self.id = session, session_id
        self.answered: list[int] = []

    def run(self) -> None:
        number = 0
        try:
            while True:
                event = SessionWarned(person="P-sato", session=self.id, remaining_seconds=number)
                self.session.registrar.append([event])
                self.answered.append(number)
                number += 1
        except (GatewayFault, CallRefused):
            return


def begin(place: Place, name: str) -> tuple[Writing, Recorder]:
    scene = place.scene
    session, opening = scene.session(name).bound(), scene.opening()
    assert session.registrar.open(opening, [opened(opening)]) is None
    header = RecordingHeader(
        recording=opening.recording, session=opening.id, person=opening.person, username=opening.username,
        terminal=opening.terminal, target=opening.target, account=opening.account, order=opening.order, approvers=(),
        purpose="failure", clients=("C-01",), policy_digest="00", node="node-1", started_at=datetime.now(UTC), cols=80,
        rows=24, term="xterm", gateway_version="0", encoding=Encoding.UTF_8,
    )  # fmt: skip
    recorder = Recorder.start(
        place.directory / "elsewhere",
        header,
        PersonalHeader(name="SATO", employer="Hoshu"),
        wrap_to=WrapTo(name=LASTING, public=wrapping.new_pair().public),
        signer=RecordingSigner(place.seed),
        clock=SystemClock(),
        limits=RecorderLimits(),
    )
    recorder.output(b"customer list\r\n" * 100)
    return Writing(session, opening.id), recorder


def vanish(place: Place, recorder: Recorder) -> None:
    """Leave on the shelf what a process killed now would have left; its own file was written elsewhere."""
    written = recorder._tape.path
    shutil.copy(written, place.directory / RECORDINGS / "2026" / written.name)
    recorder.seal("test over")


def kept(scene: Scene) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for event in scene.events("session.warned"):
        found.setdefault(event.session, []).append(event.remaining_seconds)
    return found


@pytest.mark.parametrize("moment", [0.15, 0.4, 0.9])
def test_R41_R44_kill_in_the_middle_of_a_stream_of_appends(place: Place, moment: float) -> None:
    writers = [begin(place, f"C-{n}") for n in range(WRITERS)]
    for writer, _ in writers:
        writer.start()
    time.sleep(moment)
    place.process.kill()
    for writer, recorder in writers:
        writer.join(timeout=5)
        assert not writer.is_alive()
        assert writer.session.heard.closed.wait(10), "a session did not see its registrar go"
        vanish(place, recorder)
    found = kept(place.scene)
    for writer, _ in writers:
        rows = found.get(writer.id, [])
        assert rows[: len(writer.answered)] == writer.answered, "an answered append is not in the journal"
        assert len(rows) <= len(writer.answered) + 1, "more than the one call in flight"
    assert sum(len(writer.answered) for writer, _ in writers) > 0
    place.again()
    after_restart(place, [writer.id for writer, _ in writers])


def after_restart(place: Place, sessions: list[str]) -> None:
    scene = place.scene
    started = scene.events("registrar.started")
    assert [event.sessions_broken for event in started] == [0, len(sessions)]
    assert {event.session for event in scene.events("session.broken")} == set(sessions)
    assert all(scene.stored(session).state is State.BROKEN for session in sessions)
    assert scene.holder("P-sato") is None
    scene.wait_for("recording.closed", count=len(sessions), seconds=15)
    public = signing.public_of(place.seed)
    for event in scene.events("recording.closed"):
        assert event.how is SealState.INTERRUPTED
        path = next((place.directory / RECORDINGS).rglob(f"{event.recording}*"))
        assert verify_recording(path, public, expected_final_hash=event.final_hash).holds
    assert scene.unsealed() == []
    scene.worker().checkpoint()
    assert place.verified() is Outcome.HOLDS
    assert place.process.stop() == 0
    assert scene.kinds()[-1] == "registrar.stopped"
    assert place.verified() is Outcome.HOLDS


def test_R11_a_full_disk_fails_who_waits_ends_every_session_and_the_process(place: Place) -> None:
    writers = [begin(place, f"C-{n}") for n in range(3)]
    for writer, _ in writers:
        writer.start()
    time.sleep(0.3)
    place.process.fill_disk()
    filled = time.monotonic()
    status = place.process.run.wait(timeout=10)
    assert status == 1
    assert time.monotonic() - filled < 2
    for writer, recorder in writers:
        writer.join(timeout=5)
        assert not writer.is_alive()
        assert writer.session.heard.closed.wait(10)
        ends = [params for kind, params in writer.session.heard.news if kind == "end"]
        assert ends
        assert ends[0]["reason"] == "journal.broken"
        assert "監査ログ" in ends[0]["ja"]
        vanish(place, recorder)
    found = kept(place.scene)
    assert all(found.get(writer.id, [])[: len(writer.answered)] == writer.answered for writer, _ in writers)
    place.again()
    after_restart(place, [writer.id for writer, _ in writers])


def test_a_registrar_that_cannot_write_at_its_start_opens_no_door(place: Place) -> None:
    place.process.kill()
    shutil.copy(place.directory / "state/sekisho.sqlite3", place.directory / "copy")
    (place.directory / "state/sekisho.sqlite3").write_bytes(b"not a database" * 1000)
    with pytest.raises(AssertionError, match="cannot start"):
        place.again()
    assert not (place.directory / "worker.sock").exists()


def test_two_starts_break_a_session_once(place: Place) -> None:
    writer, recorder = begin(place, "C-1")
    place.process.kill()
    vanish(place, recorder)
    for _ in range(2):
        place.again()
        place.scene.wait_for("recording.closed", seconds=15)
        place.process.kill()
    assert [event.sessions_broken for event in place.scene.events("registrar.started")] == [0, 1, 0]
    assert len(place.scene.events("session.broken")) == 1
    assert len(place.scene.events("recording.closed")) == 1
    assert writer.answered == []
    eventually(lambda: place.scene.holder("P-sato") is None)


def test_secrets_are_not_in_the_process_log(place: Place) -> None:
    seeds = (place.directory / "seeds").read_bytes()
    place.process.stop()
    log = (place.directory / "log").read_bytes()
    assert not any(Secret(seeds[at : at + 32]).reveal() in log for at in (0, 32, 64))
