"""What cannot be recorded is not shown: every way a file can fail ends the session, also an idle one (R-11)."""

import errno
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gateway.recording.limits import RecorderLimits
from gateway.recording.recorder import Recorder
from gateway.recording.recovery import recover
from gateway.recording.seal import Sealed, SealState
from gateway.recording.tape import Tape
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.recording.scene import QUICK, Room

STRICT = RecorderLimits(
    chunk_seconds=0.03,
    sync_seconds=0.05,
    look_seconds=0.1,
    unwritten_seconds=0.2,
    grace_seconds=0.2,
    unsynced_seconds=0.4,
)


class Session:
    """The other side of `on_failure`."""

    def __init__(self) -> None:
        self.told = threading.Event()
        self.faults: list[GatewayFault] = []
        self.thread = ""

    def on_failure(self, fault: GatewayFault) -> None:
        self.faults.append(fault)
        self.thread = threading.current_thread().name
        self.told.set()


@pytest.fixture
def session() -> Session:
    return Session()


def ended(session: Session, recorder: Recorder, seconds: float = 2.0) -> None:
    """The session heard within `seconds`, once, in words; nothing is accepted any more; nothing is sealed as whole."""
    assert session.told.wait(seconds)
    assert len(session.faults) == 1
    assert session.faults[0].text is not None
    assert session.faults[0].text.en.isascii()
    assert recorder.failed
    for again in (recorder.output, recorder.input):
        with pytest.raises(GatewayFault):
            again(b"x")
    with pytest.raises(GatewayFault):
        recorder.seal("client closed")


def recovered(room: Room, path: Path) -> Sealed:
    found = recover(path, vkey=room.keeper.vkey, signer=room.keeper, clock=room.clock, reason="recorder failed")
    assert isinstance(found, Sealed)
    assert found.state is SealState.INTERRUPTED
    assert room.library.verify(found.recording, found.final_hash).holds
    return found


def broken(room: Room, session: Session, limits: RecorderLimits = QUICK) -> Recorder:
    recorder = room.start(limits=limits, on_failure=session.on_failure)
    recorder.output(b"kept\r\n")
    while b"kept" not in room.output(recorder.path.stem):
        time.sleep(0.01)
    return recorder


def failing(code: int) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT, errno.ESTALE])
@pytest.mark.parametrize("step", ["append", "sync"])
def test_R11_the_disk_refuses(
    tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch, step: str, code: int
) -> None:
    room = Room(tmp_path)
    recorder = broken(room, session)
    with monkeypatch.context() as patched:
        patched.setattr(Tape, step, failing(code))
        recorder.output(b"this is not promised")
        ended(session, recorder)
    recovered(room, recorder.path)
    assert room.output(recorder.path.stem).startswith(b"kept\r\n")


def test_R11_a_part_of_a_record_was_written_when_the_disk_filled(
    tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(tmp_path)
    recorder = broken(room, session)
    plain = os.write

    def short(descriptor: int, data: bytes) -> int:
        if len(data) < 60:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return plain(descriptor, data[:50])

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", short)
        recorder.output(b"half of this")
        assert session.told.wait(2)
    ended(session, recorder)
    assert recovered(room, recorder.path).torn_bytes > 0
    assert room.output(recorder.path.stem) == b"kept\r\n"


def removed(path: Path) -> None:
    path.unlink()


def exchanged(path: Path) -> None:
    copy = path.with_suffix(".copy")
    shutil.copy(path, copy)
    copy.rename(path)


def cut(path: Path) -> None:
    os.truncate(path, 200)


def lengthened(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"something else")


@pytest.mark.parametrize("harm", [removed, exchanged, cut, lengthened])
def test_R11_an_idle_session_hears_that_its_file_was_touched(
    tmp_path: Path, session: Session, harm: Callable[[Path], None]
) -> None:
    recorder = broken(Room(tmp_path), session)
    harm(recorder.path)
    ended(session, recorder)


@pytest.mark.parametrize("harm", [removed, cut])
def test_R11_a_file_touched_at_the_very_end_is_not_sealed(
    tmp_path: Path, session: Session, harm: Callable[[Path], None]
) -> None:
    recorder = Room(tmp_path).start(limits=RecorderLimits(), on_failure=session.on_failure)
    recorder.output(b"x")
    harm(recorder.path)
    with pytest.raises(GatewayFault):
        recorder.seal("client closed")


def test_R11_nothing_more_is_accepted_while_an_old_byte_is_unwritten(
    tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(tmp_path)
    recorder = broken(room, session, STRICT)
    stuck = threading.Event()
    plain = Tape.append

    def slow(tape: Tape, data: bytes) -> None:
        stuck.wait(10)
        plain(tape, data)

    monkeypatch.setattr(Tape, "append", slow)
    recorder.output(b"first")
    accepted_at, began = [time.monotonic()], time.monotonic()
    with pytest.raises(GatewayFault):
        while time.monotonic() - began < 5:
            recorder.output(b"x")
            accepted_at.append(time.monotonic())
            time.sleep(0.005)
    assert accepted_at[-1] - began <= STRICT.unwritten_seconds + 0.1
    assert 0.3 <= time.monotonic() - began <= 1.5
    assert session.told.wait(1)
    stuck.set()


def test_R11_back_pressure_lets_a_slow_disk_catch_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room(tmp_path)
    limits = RecorderLimits(chunk_seconds=0.02, sync_seconds=0.05, pending_bytes=100_000)
    recorder = room.start(limits=limits)
    plain = Tape.append

    def slow(tape: Tape, data: bytes) -> None:
        time.sleep(0.02)
        plain(tape, data)

    monkeypatch.setattr(Tape, "append", slow)
    largest = 0
    for number in range(300):
        recorder.output(b"%04d" % number * 1000)
        pending = recorder._pending
        largest = max(largest, pending._queued_cost + pending._taken_cost)
    sealed = recorder.seal("end")
    assert largest <= limits.pending_bytes + 4100
    assert room.output(sealed.recording) == b"".join(b"%04d" % number * 1000 for number in range(300))


@pytest.mark.parametrize("step", ["append", "sync"])
def test_R11_an_idle_session_hears_that_the_disk_hangs(
    tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    recorder = broken(Room(tmp_path), session, STRICT)
    stuck = threading.Event()
    with monkeypatch.context() as patched:
        patched.setattr(Tape, step, lambda *_: stuck.wait(10))
        recorder.output(b"shown, and never on the disk")
        assert session.told.wait(2)
        assert recorder.failed
        with pytest.raises(GatewayFault):
            recorder.output(b"x")
        stuck.set()


def test_R11_a_defect_in_the_writer_ends_the_session_too(
    tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = broken(Room(tmp_path), session)
    heard: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: heard.append(args.exc_type))
    monkeypatch.setattr(recorder._writer._redactor, "close_chunk", lambda _: 1 // 0)
    recorder.output(b"x")
    ended(session, recorder)
    assert heard == [ZeroDivisionError]


def test_R11_memory_stays_bounded_by_events_too(
    tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = RecorderLimits(unwritten_seconds=0.3, grace_seconds=0.1, pending_bytes=64_000)
    recorder = Room(tmp_path).start(limits=limits, on_failure=session.on_failure)
    stuck = threading.Event()
    monkeypatch.setattr(Tape, "append", lambda *_: stuck.wait(10))
    accepted = 0
    with pytest.raises(GatewayFault):
        while accepted < 100_000:
            recorder.output(b"x")
            accepted += 1
    assert accepted <= 1000
    stuck.set()


# -- with real means

FILL = """
    import resource, sys, tempfile, time
    from pathlib import Path
    from gateway.recording.limits import RecorderLimits
    from gateway.vocabulary.outcome import GatewayFault
    from tests.gateway.recording.scene import Keeper, Room, header
    import os, threading

    prepare, directory = sys.argv[1], Path(sys.argv[2])
    if prepare.startswith("rlimit"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(prepare[7:]), int(prepare[7:])))
    room = Room(directory)
    if prepare == "nobody":
        with tempfile.TemporaryDirectory() as elsewhere:  # loads what it needs: nobody may not read a clone in a closed folder
            (Path(elsewhere) / "20261122").mkdir(exist_ok=True)
            Room(Path(elsewhere)).start(header()).seal("loaded")
        os.setgroups([]); os.setgid(65534); os.setuid(65534)
    told = threading.Event()
    try:
        recorder = room.start(header(), on_failure=lambda fault: told.set())
    except GatewayFault as fault:
        sys.exit(f"not started: {fault}: {fault.text.en}")
    shown = 0
    try:
        while shown < 200_000_000:
            data = os.urandom(20_000)
            recorder.output(data)
            shown += len(data)
    except GatewayFault as fault:
        print("refused", shown, fault)
    print("told", told.wait(2), recorder.failed, recorder.path.stat().st_size)
"""


def filled(prepare: str, directory: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", textwrap.dedent(FILL), prepare, str(directory)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_R11_a_real_file_size_limit(tmp_path: Path) -> None:
    done = filled("rlimit:300000", tmp_path)
    assert "refused" in done.stdout, done.stderr
    assert "told True True 300000" in done.stdout
    assert "File too large" in done.stdout


def test_R11_a_real_limit_too_small_for_the_header(tmp_path: Path) -> None:
    done = filled("rlimit:500", tmp_path)
    assert done.stderr.startswith("not started: the recording's header cannot be written")
    assert list(tmp_path.glob("*/*")) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.root
def test_R11_a_real_full_disk(small_disk: Path) -> None:
    done = filled("as-is", small_disk)
    assert "refused" in done.stdout, done.stderr
    assert "No space left on device" in done.stdout
    assert "told True True" in done.stdout


@pytest.mark.root
def test_R11_a_disk_full_from_the_start(small_disk: Path) -> None:
    (small_disk / "20261122").mkdir()
    with pytest.raises(OSError, match="No space"), (small_disk / "ballast").open("wb", buffering=0) as ballast:
        while True:
            assert ballast.write(bytes(4096))
    done = filled("as-is", small_disk)
    assert "not started" in done.stderr
    assert list(small_disk.glob("*/*.rec")) == []


@pytest.mark.root
def test_R11_a_disk_made_read_only_under_a_running_session(small_disk: Path, session: Session) -> None:
    recorder = broken(Room(small_disk), session)
    plain = recorder.path.read_bytes()
    remounted = subprocess.run(["mount", "-o", "remount,ro,size=1m", str(small_disk)], capture_output=True, check=False)
    if remounted.returncode:  # the kernel refuses while a file is open for writing: then nothing was taken away
        assert not recorder.failed
        return
    recorder.output(b"x")
    ended(session, recorder)
    assert recorder.path.read_bytes() == plain


def test_R11_a_directory_that_may_not_be_written() -> None:
    with tempfile.TemporaryDirectory() as name:  # not tmp_path: nobody may not even look into it
        place = Path(name)
        place.chmod(0o755)
        folder = place / "20261122"
        folder.mkdir(mode=0o755)
        if os.geteuid():
            folder.chmod(0o555)
        done = filled("as-is" if os.geteuid() else "nobody", place)
        assert "not started: no recording can be made" in done.stderr
        assert "Permission denied" in done.stderr
        assert list(folder.iterdir()) == []
