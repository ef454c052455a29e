"""A real disk that answers no write any more, and no error either (fsfreeze): recordings, and the database (R-11).

Whoever waits for it waits in the kernel. The session hears of it all the same, in its time; thawed, all that was answered is
there.
"""

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gateway.ipc.messages import CallRefused
from gateway.recording.limits import RecorderLimits
from gateway.recording.recovery import recover
from gateway.recording.seal import Sealed, SealState
from gateway.sessions.events import SessionWarned
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.recording.scene import Room
from tests.hostile.test_kill_registrar import Place

pytestmark = pytest.mark.root
SECONDS = 10.0
IMAGE_BYTES = 32 * 1024 * 1024
THAWS_BY_ITSELF_SECONDS = 60  # should this run be killed meanwhile


class Disk:
    """An ext4 in a file, mounted at `place`."""

    def __init__(self, place: Path) -> None:
        self.place = place

    @contextmanager
    def frozen(self) -> Iterator[None]:
        thaws = f"sleep {THAWS_BY_ITSELF_SECONDS}; fsfreeze -u {self.place}"
        with subprocess.Popen(["sh", "-c", thaws], stderr=subprocess.DEVNULL, start_new_session=True) as watchdog:
            subprocess.run(["fsfreeze", "-f", str(self.place)], check=True)
            try:
                yield
            finally:
                subprocess.run(["fsfreeze", "-u", str(self.place)], check=False, capture_output=True)
                os.killpg(watchdog.pid, signal.SIGKILL)


@contextmanager
def a_disk(tmp_path: Path, place: Path) -> Iterator[Disk]:
    """Skips, in words, where nobody may make one."""
    missing = [name for name in ("mkfs.ext4", "mount", "fsfreeze") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"no disk can be frozen without {', '.join(missing)}")
    image = tmp_path / "image"
    with image.open("wb") as file:
        file.truncate(IMAGE_BYTES)
    place.mkdir()
    subprocess.run(["mkfs.ext4", "-q", "-m", "0", str(image)], check=True)
    mounted = subprocess.run(
        ["mount", "-o", "loop", str(image), str(place)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"only root, and only where mounting is permitted, may make a disk: {mounted.stderr.strip()}")
    try:
        yield Disk(place)
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_R11_R41_a_recording_on_a_disk_that_stands_still_ends_its_session_and_is_whole_when_it_goes_on(
    tmp_path: Path,
) -> None:
    told = threading.Event()
    with a_disk(tmp_path, tmp_path / "recordings") as disk:
        room = Room(disk.place)
        recorder = room.start(limits=RecorderLimits(), on_failure=lambda _: told.set())
        recorder.output(b"before\r\n")
        while b"before" not in room.output(recorder.path.stem):
            time.sleep(0.01)
        with disk.frozen():
            began = time.monotonic()
            with pytest.raises(GatewayFault) as fault:
                while True:
                    recorder.output(b"x")
                    time.sleep(0.01)
            assert time.monotonic() - began < SECONDS  # on a quiet machine two to three
            assert told.wait(SECONDS)
            assert fault.value.text is not None
            assert "記録できなくなった" in fault.value.text.ja
        recorder._writer.join(SECONDS)
        recorder._tape.close()
        found = recover(recorder.path, vkey=room.keeper.vkey, signer=room.keeper, clock=room.clock, reason="disk")
        assert isinstance(found, Sealed)
        assert found.state is SealState.INTERRUPTED
        assert room.library.verify(found.recording, found.final_hash).holds
        assert room.output(recorder.path.stem).startswith(b"before\r\n")


@pytest.fixture
def database_kind() -> str:
    return "sqlite"


@pytest.mark.long
def test_R11_R44_a_database_on_a_disk_that_stands_still_ends_sessions_in_words_and_loses_no_answer(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with a_disk(tmp_path, tmp_path / "state") as disk:
        request.getfixturevalue("database")
        place = Place(tmp_path)
        session = place.scene.session("C-1").bound()
        answered = 0
        with disk.frozen():
            began = time.monotonic()
            with pytest.raises((GatewayFault, CallRefused)):
                while True:
                    session.registrar.append([SessionWarned(person="P-sato", remaining_seconds=answered)])
                    answered += 1
            while "end" not in session.heard.kinds():
                assert time.monotonic() - began < SECONDS
                time.sleep(0.01)
            print(f"cut {time.monotonic() - began:.1f} s after the disk stood still")
            (said,) = [params for kind, params in session.heard.news if kind == "end"]
            assert said["reason"] == "journal.broken"
            assert "監査ログ" in said["ja"]
        assert place.process.run.wait(timeout=20) == 1
        place.again()
        written = [event.remaining_seconds for event in place.scene.events("session.warned")]
        assert written[:answered] == list(range(answered))
        place.process.stop()
        place.scene.store._engine.dispose()
