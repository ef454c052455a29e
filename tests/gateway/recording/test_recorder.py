"""Recorded before shown: what the recorder accepts is kept, and what it cannot keep it does not accept."""

import itertools
import threading
import time
from pathlib import Path

import pytest

from gateway.recording.limits import Pace, RecorderLimits
from gateway.recording.recorder import LABEL_BYTES_MAX, Recorder
from gateway.recording.seal import SealState
from gateway.recording.tape import Tape
from gateway.recording.terminal_event import Code
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.recording.scene import PERSONAL, QUICK, Room, header

EVERY_BYTE = bytes(range(256))


def grown(path: Path, size: int, seconds: float) -> float:
    """Seconds until the file is larger than `size`."""
    began = time.monotonic()
    while path.stat().st_size <= size:
        assert time.monotonic() - began < seconds, "nothing was written"
        time.sleep(0.005)
    return time.monotonic() - began


def test_R37_every_byte_survives(room: Room) -> None:
    euc = "障害対応のため接続".encode("euc-jp")
    sent = [EVERY_BYTE, euc[:3], euc[3:], b"\xff\xfe", "漢字".encode()[:4]]
    recorder = room.start()
    for data in sent:
        recorder.output(data)
    recorder.input(EVERY_BYTE)
    recorder.resize(132, 43)
    recorder.marker("承認 / approved")
    recorder.exited(7)
    sealed = recorder.seal("client closed")
    events = room.read(sealed.recording)
    assert [event.data for event in events if event.code is Code.OUTPUT] == sent
    assert b"".join(event.data for event in events if event.code is Code.INPUT) == EVERY_BYTE
    assert [(event.code, event.data) for event in events[-3:]] == [
        (Code.RESIZE, b"132x43"),
        (Code.MARKER, "承認 / approved".encode()),
        (Code.EXIT, b"7"),
    ]
    assert [event.at_us for event in events] == sorted(event.at_us for event in events)


def test_R38_the_header_is_on_the_disk_before_the_session_begins(room: Room) -> None:
    recorder = room.start()
    entry = next(room.library.entries())
    assert entry.header == header(recording=recorder.path.stem)
    assert entry.sealed is None
    with room.reading(recorder.path.stem) as reading:
        assert reading.personal() == PERSONAL
    recorder.seal("end")


def test_R40_nothing_shown_and_nobodys_name_stands_readable_in_the_file(room: Room) -> None:
    recorder = room.start()
    recorder.output(b"TOP SECRET SCREEN" * 10)
    recorder.seal("end")
    raw = recorder.path.read_bytes()
    assert b"TOP SECRET" not in raw
    assert PERSONAL.name.encode() not in raw
    assert PERSONAL.employer.encode() not in raw
    assert not hasattr(recorder, "_key")


def test_R41_written_within_a_second_and_sooner_when_watched(room: Room) -> None:
    recorder = room.start(limits=RecorderLimits())
    size = recorder.path.stat().st_size
    recorder.output(b"x")
    assert grown(recorder.path, size, 1.2) < 1.0
    recorder.pace(Pace.WATCHED)
    size = recorder.path.stat().st_size
    recorder.output(b"y")
    assert grown(recorder.path, size, 1.0) < 0.6
    recorder.seal("end")


def test_R41_the_disk_is_asked_at_most_once_a_second(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []
    plain = Tape.sync

    def sync(tape: Tape) -> None:
        asked.append(time.monotonic())
        plain(tape)

    monkeypatch.setattr(Tape, "sync", sync)
    recorder = room.start(limits=RecorderLimits())
    until = time.monotonic() + 2.5
    while time.monotonic() < until:
        recorder.output(b"line\r\n" * 500)
        time.sleep(0.01)
    while_running = list(asked)
    recorder.seal("end")
    gaps = [after - before for before, after in itertools.pairwise(while_running)]
    assert 2 <= len(while_running) <= 4
    assert all(gap >= 0.99 for gap in gaps)


def test_large_output_is_cut_into_chunks_of_64_kib(room: Room) -> None:
    recorder = room.start()
    recorder.output(b"0123456789abcdef" * 65_536)
    sealed = recorder.seal("end")
    assert sealed.chunks >= 17
    assert room.output(sealed.recording) == b"0123456789abcdef" * 65_536
    assert room.library.verify(sealed.recording).raw_bytes < 1_048_576 * 1.01


def test_output_and_input_come_from_different_threads(room: Room) -> None:
    recorder = room.start(limits=RecorderLimits(grace_seconds=30))  # the disk of a busy machine may be late
    typed = [b"%06d\r" % number for number in range(3000)]
    shown = [b"%06d\r\n" % number for number in range(3000)]

    def put(keep: object, pieces: list[bytes]) -> None:
        for piece in pieces:
            keep(piece)  # type: ignore[operator]

    threads = [
        threading.Thread(target=put, args=(recorder.input, typed)),
        threading.Thread(target=put, args=(recorder.output, shown)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sealed = recorder.seal("end")
    events = room.read(sealed.recording)
    assert [event.data for event in events if event.code is Code.INPUT] == typed
    assert [event.data for event in events if event.code is Code.OUTPUT] == shown


def test_a_recorder_that_was_sealed_accepts_nothing(room: Room) -> None:
    recorder = room.start()
    sealed = recorder.seal("client closed")
    assert (sealed.state, sealed.reason, sealed.torn_bytes) == (SealState.SEALED, "client closed", 0)
    assert room.library.verify(sealed.recording, sealed.final_hash).holds
    for again in (lambda: recorder.output(b"x"), lambda: recorder.input(b"x"), lambda: recorder.seal("again")):
        with pytest.raises(GatewayFault):
            again()
    assert not recorder.failed


def test_an_empty_piece_is_nothing(room: Room) -> None:
    recorder = room.start()
    recorder.output(b"")
    recorder.input(b"")
    assert room.read(recorder.seal("end").recording) == []


def test_a_marker_is_bounded_and_stays_text(room: Room) -> None:
    recorder = room.start()
    recorder.marker("長" * 1000)
    recorder.marker("\ud800")
    events = room.read(recorder.seal("end").recording)
    assert len(events[0].data) <= LABEL_BYTES_MAX
    assert events[0].data.decode() == "長" * 341
    assert events[1].data == b"?"


def test_R11_no_keeper_no_session(room: Room) -> None:
    room.keeper.away = True
    with pytest.raises(GatewayFault):
        room.start()
    assert list(room.directory.glob("*/*")) == []


def test_R11_no_directory_no_session(room: Room) -> None:
    with pytest.raises(GatewayFault) as fault:
        Recorder.start(
            room.directory / "absent", header(), PERSONAL, wrap_to=room.keeper.wrap_to, signer=room.keeper,
            clock=room.clock, limits=QUICK,
        )  # fmt: skip
    assert fault.value.text is not None
    assert fault.value.text.en.isascii()


def test_a_recording_is_never_written_over(room: Room) -> None:
    room.record([[("o", b"first")]], header())
    with pytest.raises(GatewayFault):
        room.start(header())
    assert room.output(header().recording) == b"first"


def test_R41_keeper_away_at_the_end_leaves_it_for_a_late_seal(room: Room) -> None:
    recorder = room.start()
    recorder.output(b"all of it")
    room.keeper.away = True
    with pytest.raises(GatewayFault):
        recorder.seal("client closed")
    verdict = room.library.verify(recorder.path.stem)
    assert verdict.unsealed
    assert verdict.torn_bytes == 0


def test_a_bad_identifier_never_becomes_a_path(room: Room) -> None:
    with pytest.raises(ValueError):
        room.start(header(recording="R-20261122-../../../x"))
