"""A real disk that fills up under real sessions: each store in turn, on a file system of its own (R-11, R-41).

Who works is told to end, in words, while there is room for his seal; nobody new is let in; what was written verifies; and when
there is room again, sessions open, without anybody having done anything.
"""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gateway.audit.report import Outcome
from gateway.crypto import signing, wrapping
from gateway.ipc.messages import CallRefused
from gateway.recording.content_key import LASTING, WrapTo
from gateway.recording.header import PersonalHeader, RecordingHeader
from gateway.recording.limits import RecorderLimits
from gateway.recording.recorder import Recorder
from gateway.recording.verify import verify as verify_recording
from gateway.sessions.ending import EndReason
from gateway.sessions.events import SessionEnded, SessionWarned
from gateway.sessions.ports import NotNow
from gateway.sessions.session import RecordingSummary, State
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.target import Encoding
from tests.gateway.registrar.process import (
    BOUNDS,
    RECORDINGS,
    Process,
    RecordingSigner,
    journal_verified,
    keyed_scene,
    make_seeds,
)
from tests.gateway.registrar.scene import Session, eventually, opened
from tests.gateway.space.a_disk import MIB, empty, fill, free_bytes, small_disk

pytestmark = pytest.mark.root
WORKING = 3
SECONDS = 10.0  # R-11; on a quiet machine it is about one
STORES = {"database": "state", "recordings": RECORDINGS, "journal": "tiles"}
STARTS_AT = 200_000


@pytest.fixture
def database_kind() -> str:
    return "sqlite"


class Place:
    """A gateway's state, one store of which lies on a small disk."""

    def __init__(self, directory: Path) -> None:
        make_seeds(directory)
        for folder in (f"{RECORDINGS}/2026", "tiles"):
            (directory / folder).mkdir(parents=True, exist_ok=True)
        (directory / BOUNDS).write_text("1 4 1")
        self.directory = directory
        self.scene, self.seed = keyed_scene(directory)
        self.scene.seed()
        self.process = Process(directory)

    def verify_journal(self) -> None:
        assert journal_verified(self.scene, self.directory) is Outcome.HOLDS

    def verify_recordings(self) -> set[str]:
        """Each one that was closed, against the journal's hash; how they ended."""
        public, closed = signing.public_of(self.seed), self.scene.events("recording.closed")
        for event in closed:
            (path,) = (self.directory / RECORDINGS).rglob(f"{event.recording}*")
            assert verify_recording(path, public, expected_final_hash=event.final_hash).holds
        assert len({event.recording for event in closed}) == len(closed)
        return {event.how.value for event in closed}


@pytest.fixture(params=STORES)
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / STORES[request.param], 16 * MIB) as mounted:
        yield mounted


@pytest.fixture
def place(disk: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Place]:
    request.getfixturevalue("database")  # on the disk, where that is what it is for
    made = Place(tmp_path)
    yield made
    if made.process.run.poll() is None:
        made.process.kill()


class Working(threading.Thread):
    """A session process as it behaves: records what it shows, journals, ends when told to or when it cannot record."""

    def __init__(self, place: Place, session: Session) -> None:
        super().__init__(daemon=True)
        self.session = session
        self.opening = opening = place.scene.opening()
        self.failed: list[GatewayFault] = []
        self.shown = 0
        self.sealed = False
        self.stop = threading.Event()
        assert session.registrar.open(opening, [opened(opening)]) is None
        header = RecordingHeader(
            recording=opening.recording, session=opening.id, person=opening.person, username=opening.username,
            terminal=opening.terminal, target=opening.target, account=opening.account, order=opening.order,
            approvers=(), purpose="failure", clients=("C-01",), policy_digest="00", node="node-1",
            started_at=datetime.now(UTC), cols=80, rows=24, term="xterm", gateway_version="0", encoding=Encoding.UTF_8,
        )  # fmt: skip
        self.recorder = Recorder.start(
            place.directory / RECORDINGS / "2026",
            header,
            PersonalHeader(name="SATO", employer="Hoshu"),
            wrap_to=WrapTo(name=LASTING, public=wrapping.new_pair().public),
            signer=RecordingSigner(place.seed),
            clock=SystemClock(),
            limits=RecorderLimits(chunk_seconds=0.1),
            on_failure=self.failed.append,
        )

    def run(self) -> None:
        number = 0
        try:
            while "end" not in self.session.heard.kinds() and not self.stop.is_set():
                line = f"customer {STARTS_AT + number}\r\n".encode()
                self.recorder.output(line)
                self.shown += len(line)
                number += 1
                if number % 20 == 0:
                    warned = SessionWarned(person="P-sato", session=self.opening.id, remaining_seconds=number)
                    self.session.registrar.append([warned])
                time.sleep(0.005)
        except GatewayFault:
            pass  # it cannot be recorded, or not be journalled
        self._end()

    def _end(self) -> None:
        summary = None
        try:
            seal = self.recorder.seal("no-space")
            summary = RecordingSummary(
                recording=seal.recording,
                chunks=seal.chunks,
                stored_bytes=seal.stored_bytes,
                final_hash=seal.final_hash,
                last_at=seal.last_at,
            )
            self.sealed = True
        except GatewayFault:
            pass  # the registrar's recovery does it
        reason = EndReason.NO_SPACE if self.sealed else EndReason.NOT_RECORDED
        ended = SessionEnded(
            person="P-sato", session=self.opening.id, reason=reason, shown_bytes=self.shown, typed_bytes=0
        )
        self.session.registrar.end(self.opening.id, reason.value, summary, [ended])


def test_R11_R41_a_disk_that_fills_ends_sessions_in_words_and_loses_nothing(place: Place, disk: Path) -> None:
    scene = place.scene
    eventually(lambda: len(scene.events("space.ballast_made")) == len(STORES))
    working = [Working(place, scene.session(f"C-{number}").bound()) for number in range(WORKING)]
    for each in working:
        each.start()
    eventually(lambda: all(each.shown > 500 for each in working))
    fill(disk)
    filled = time.monotonic()
    for each in working:
        each.join(timeout=10)
        assert not each.is_alive()
    assert time.monotonic() - filled < SECONDS
    said = [params for each in working for kind, params in each.session.heard.news if kind == "end"]
    assert {params["reason"] for params in said} == {"space.full"}
    assert "ディスクの空きがなくなった" in said[0]["ja"]
    assert "disk that keeps the records is full" in said[0]["en"]
    stored = [scene.stored(each.opening.id) for each in working]
    assert {session.state for session in stored} == {State.ENDED}
    assert scene.holder("P-sato") is None
    assert scene.wait_for("space.ballast_released").bytes == MIB
    assert free_bytes(disk) > 0
    later = scene.session("C-later").bound()
    opening = scene.opening()
    refused = later.registrar.open(opening, [opened(opening)])
    assert isinstance(refused, NotNow)
    assert "自動的に再開" in refused.text.ja
    assert place.process.run.poll() is None, "the registrar lives through it"
    empty(disk)
    emptied = time.monotonic()
    scene.wait_for("space.enough")
    eventually(lambda: len(scene.events("recording.closed")) == WORKING)
    again = Working(place, later)
    assert time.monotonic() - emptied < SECONDS
    again.start()
    again.stop.set()
    again.join(timeout=10)
    scene.wait_for("space.ballast_made", count=len(STORES) + 1)
    scene.worker().checkpoint()
    place.verify_journal()
    assert place.verify_recordings() <= {"sealed", "interrupted"}
    assert len(scene.events("recording.closed")) == WORKING + 1
    assert place.process.stop() == 0


@pytest.mark.parametrize("disk", ["database"], indirect=True)
def test_R11_R44_without_ballast_the_registrar_ends_and_comes_back_with_the_room(place: Place, disk: Path) -> None:
    """Whatever else fills the disk takes what the ballast gave, too: then nothing is answered that is not written."""
    scene = place.scene
    eventually(lambda: len(scene.events("space.ballast_made")) == len(STORES))
    session = scene.session("C-1").bound()
    answered = 0
    with pytest.raises((GatewayFault, CallRefused)):
        while True:
            fill(disk)
            session.registrar.append([SessionWarned(person="P-sato", remaining_seconds=answered)])
            answered += 1
    assert place.process.run.wait(timeout=10) == 1
    assert session.heard.closed.wait(10)
    with pytest.raises(AssertionError, match="cannot start"):
        Process(place.directory)
    empty(disk)
    scene._control = None
    place.process = Process(place.directory)
    said = [event.remaining_seconds for event in scene.events("session.warned")]
    assert said[:answered] == list(range(answered)), "what was answered is written"
    assert len(said) <= answered + 1
    opening, again = scene.opening(), scene.session("C-2").bound()
    eventually(lambda: scene.kinds().count("space.ballast_made") > len(STORES))
    assert again.registrar.open(opening, [opened(opening)]) is None
    scene.worker().checkpoint()
    place.verify_journal()
