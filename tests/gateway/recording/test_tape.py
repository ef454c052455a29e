"""The writing end of a file."""

import os
from pathlib import Path

import pytest

from gateway.recording.tape import Tape
from gateway.vocabulary.outcome import GatewayFault


def test_it_grows_and_is_never_another_file(tmp_path: Path) -> None:
    path = tmp_path / "x.rec"
    tape = Tape.create(path)
    tape.append(b"one")
    tape.append(b"two")
    tape.sync()
    tape.sync_name()
    tape.look()
    assert (path.read_bytes(), tape.size) == (b"onetwo", 6)
    assert path.stat().st_mode & 0o007 == 0
    with pytest.raises(FileExistsError):
        Tape.create(path)
    tape.close()
    tape.close()


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"")
    (tmp_path / "x.rec").symlink_to(tmp_path / "target")
    for make in (Tape.create, Tape.reopen):
        with pytest.raises(OSError):
            make(tmp_path / "x.rec")


def test_one_writer(tmp_path: Path) -> None:
    tape = Tape.create(tmp_path / "x.rec")
    tape.append(b"one")
    with pytest.raises(BlockingIOError):
        Tape.reopen(tmp_path / "x.rec")
    tape.close()
    again = Tape.reopen(tmp_path / "x.rec")
    again.append(b"two")
    assert (tmp_path / "x.rec").read_bytes() == b"onetwo"
    again.close()


def test_a_refused_lock_leaks_no_descriptor(tmp_path: Path) -> None:
    tape = Tape.create(tmp_path / "x.rec")
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        with pytest.raises(BlockingIOError):
            Tape.reopen(tmp_path / "x.rec")
    assert len(os.listdir("/proc/self/fd")) == before
    tape.close()


def test_R11_somebody_elses_hand_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "x.rec"
    tape = Tape.create(path)
    tape.append(b"one")
    with path.open("ab") as file:
        file.write(b"more")
    with pytest.raises(GatewayFault, match="changed"):
        tape.look()
    os.truncate(path, 3)
    tape.look()
    path.rename(tmp_path / "y.rec")
    with pytest.raises(GatewayFault, match="removed"):
        tape.look()
    path.write_bytes(b"one")
    with pytest.raises(GatewayFault, match="exchanged"):
        tape.look()
    tape.close()
