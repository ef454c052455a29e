"""The flag of a watcher."""

import os
from pathlib import Path

from gateway.recording.limits import Pace
from gateway.recording.watched import FRESH_SECONDS, OTHERS_SECONDS, WatchFlag
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


def test_R27_how_fresh_is_asked_of_whoever_needs_it(tmp_path: Path) -> None:
    clock = SystemClock()
    flag = WatchFlag(tmp_path / "R.rec", clock)
    assert not flag.is_fresh(1.5)
    flag.touch()
    assert flag.is_fresh(1.5)
    moment = clock.now().timestamp() - 2
    os.utime(tmp_path / "R.watched", (moment, moment))
    assert not flag.is_fresh(1.5)
    assert flag.is_fresh(FRESH_SECONDS)


def test_R27_one_of_two_watchers_leaves_and_the_other_is_still_there(tmp_path: Path) -> None:
    one, other, session = (WatchFlag(tmp_path / "R.rec", SystemClock()) for _ in range(3))
    for each in (one, other, one, other):
        each.touch()
        _older(tmp_path / "R.watched", 0)
    one.remove()
    assert session.is_fresh(1.5)
    _older(tmp_path / "R.watched", 2)
    assert not session.is_fresh(1.5), "and where he left too it ages"


def test_R27_a_watcher_alone_takes_his_flag_away_and_so_does_one_whose_companion_left_long_ago(tmp_path: Path) -> None:
    clock = _Ahead()
    one, other = (WatchFlag(tmp_path / "R.rec", clock) for _ in range(2))
    one.touch()
    _older(tmp_path / "R.watched", 1)
    other.touch()
    one.touch()
    clock.seconds += OTHERS_SECONDS + 1
    one.touch()
    one.remove()
    assert not (tmp_path / "R.watched").exists()


class _Ahead(SystemClock):
    """The system's clock, some seconds on."""

    seconds = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.seconds


def _older(flag: Path, seconds: float) -> None:
    """As if it had been touched earlier (and at another tick of the file system's clock)."""
    now = flag.stat()
    os.utime(flag, ns=(now.st_atime_ns, now.st_mtime_ns - int(seconds * 1e9) - 1))
