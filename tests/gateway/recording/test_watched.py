"""The flag of a watcher."""

import os
from pathlib import Path

from gateway.recording.limits import Pace
from gateway.recording.watched import FRESH_SECONDS, WatchFlag
from gateway.vocabulary.clock import SystemClock


def test_R42_a_fresh_flag_means_watched(tmp_path: Path) -> None:
    flag = WatchFlag(tmp_path / "R.rec", SystemClock())
    assert flag.pace() is Pace.NORMAL
    flag.touch()
    assert flag.pace() is Pace.WATCHED
    assert (tmp_path / "R.watched").stat().st_size == 0
    flag.remove()
    flag.remove()
    assert flag.pace() is Pace.NORMAL


def test_a_watcher_that_died_leaves_nothing_on(tmp_path: Path) -> None:
    clock = SystemClock()
    flag = WatchFlag(tmp_path / "R.rec", clock)
    flag.touch()
    for seconds in (-FRESH_SECONDS - 1, FRESH_SECONDS + 1):
        moment = clock.now().timestamp() + seconds
        os.utime(tmp_path / "R.watched", (moment, moment))
        assert flag.pace() is Pace.NORMAL


def test_what_the_session_was_told_holds_without_a_flag(tmp_path: Path) -> None:
    flag = WatchFlag(tmp_path / "R.rec", SystemClock())
    flag.asked = Pace.WATCHED
    assert flag.pace() is Pace.WATCHED
