import os
import threading
import time
from dataclasses import replace
from pathlib import Path

from gateway.recording.growth import Growth
from tests.gateway.recording.scene import QUICK, Room


def test_each_mark_is_told_once_and_not_by_who_writes() -> None:
    growth, told, here = Growth(), [], threading.current_thread()
    over = threading.Event()

    def tell(mark: int) -> None:
        assert threading.current_thread() is not here
        told.append(mark)
        if len(told) == 2:
            over.set()

    growth.at(100, lambda: tell(100))
    growth.at(200, lambda: tell(200))
    growth.grown(99)
    assert told == []
    growth.grown(150)
    growth.grown(160)
    growth.grown(200)
    assert over.wait(5)
    growth.grown(5000)
    time.sleep(0.02)
    assert sorted(told) == [100, 200]


def test_a_mark_that_was_passed_already_is_told_at_once() -> None:
    growth, told = Growth(), threading.Event()
    growth.grown(1000)
    growth.at(10, told.set)
    assert told.wait(5)


def test_who_breaks_when_told_harms_nobody() -> None:
    growth, told = Growth(), threading.Event()
    growth.at(1, lambda: 1 // 0)
    growth.at(1, told.set)
    growth.grown(1)
    assert told.wait(5)


def test_R11_a_recorder_tells_of_its_files_real_size_and_goes_on(tmp_path: Path) -> None:
    room, told, early = Room(tmp_path), threading.Event(), threading.Event()
    recorder = room.start(limits=replace(QUICK, quota_bytes=200_000))
    assert recorder.quota_bytes == 200_000
    recorder.on_size(200_000, told.set)
    recorder.on_size(10_000_000, early.set)
    data = [os.urandom(50_000) for _ in range(6)]
    for piece in data[:3]:
        recorder.output(piece)
    assert not told.wait(0.2)
    for piece in data[3:]:
        recorder.output(piece)
    assert told.wait(5)
    assert recorder.path.stat().st_size >= 200_000
    recorder.output(b"the last word")
    sealed = recorder.seal("recording-full")
    assert room.output(sealed.recording) == b"".join(data) + b"the last word"
    assert not early.is_set()
