"""What an order for listed commands can make a target do, seen by the target's own audit. R-03, R-10."""

import os
import shutil
import threading
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.commands.events import Cut
from gateway.commands.running import course
from gateway.commands.running.runner import Limits
from gateway.commands.running.scripts import MARK
from gateway.commands.running.words import NotDone, Why
from gateway.vocabulary.outcome import TargetError
from tests.gateway.commands.running.a_swapper import SECRET, swapping
from tests.gateway.commands.running.an_audited_target import FOLDER, SHELLS, a_target, gone
from tests.hostile.a_silent_line import a_silent_line

SMUGGLED = (
    "; id", "| id", "&& id", "`id`", "$(id)", "${IFS}id", "$'\\x3bid'", "> /tmp/x", "*", "~root", "!!", "'", "'\\''", '"', "\\",
    "';id;'", "-rf", "--help", "--", "-", "", " ", "\t", "a b", "%s%n", "$0", "$@", "#", "=", "A=B",
    "ａ；ｉｄ", "\u037e", "\u202e", MARK.decode().strip(),
)  # fmt: skip


@pytest.fixture(scope="module", params=SHELLS)
def shell_target(request, tmp_path_factory):
    with a_target(tmp_path_factory.mktemp("target").resolve(), request.param) as target:
        yield target


def said(target, words):
    return target.run("all", **{f"word{number}": word for number, word in enumerate(words)})[1].decode()


def test_R03_hand_written_smuggling_stays_one_argument(shell_target):
    assert said(shell_target, SMUGGLED) == "".join(f"[{word}]" for word in SMUGGLED)
    shell_target.compare()


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n"), max_size=40)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(TEXT, min_size=20, max_size=40))
def test_R03_any_text_stays_one_argument_and_nothing_else_is_executed(shell_target, words):
    assert said(shell_target, words) == "".join(f"[{word}]" for word in words)
    shell_target.compare()


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_R03_any_path_reads_the_ground_or_nothing(shell_target, name):
    refused, out, _ = shell_target.run("view", file=f"{shell_target.ground}/{name}")
    assert isinstance(refused, NotDone)
    assert out == b""
    shell_target.compare()


# --- races -----------------------------------------------------------------------------------------------------------


def test_R03_whatever_is_swapped_while_commands_run_no_byte_of_another_file_comes_out(tmp_path, monkeypatch):
    """File and folder are exchanged for links to the outside, thousands of times, while files and folders are looked at."""
    monkeypatch.setattr(course, "BEGIN_SECONDS", 1)  # a FIFO opens never
    with a_target(tmp_path.resolve()) as target:
        shutil.rmtree(target.ground)
        outcomes = []
        with swapping(target.ground, tmp_path.resolve() / "outside") as swapper:
            for _ in range(5):
                outcomes.append(target.run("view", file=f"{target.ground}/d/f"))
                outcomes.append(target.run("view", file=f"{target.ground}/d/g"))
                outcomes.append(target.run("look", folder=f"{target.ground}/d"))
                target.runner.names_in(FOLDER, f"{target.ground}/d", "")
        assert not any(SECRET in out + err for _, out, err in outcomes)
        assert swapper.exchanges > 500
        target.compare()
        # A name that is gone between two looks of the target's shell reads as one the account may not open.
        swapped = {Why.OUTSIDE, Why.CHANGED, Why.NOT_THERE, Why.ANOTHER_KIND, Why.NOT_PERMITTED, Why.NOT_RUN}
        whys = {each.why for each, _, _ in outcomes if isinstance(each, NotDone)}
        assert whys <= swapped, whys - swapped


def test_R03_a_file_swapped_between_reading_and_writing_is_not_written_through(tmp_path):
    with a_target(tmp_path.resolve()) as target:
        (target.ground / "x.conf").write_text("old\n")
        outside = tmp_path.resolve() / "outside.conf"
        outside.write_text("old\n")
        document = target.read(file=str(target.ground / "x.conf"))
        (target.ground / "x.conf").unlink()
        (target.ground / "x.conf").symlink_to(outside)
        assert target.runner.write(document, "new\n", "").why is Why.CHANGED
        folder = target.ground / "d"
        folder.mkdir()
        (folder / "x.conf").write_text("old\n")
        document = target.read(file=str(folder / "x.conf"))
        shutil.rmtree(folder)
        (tmp_path.resolve() / "elsewhere").mkdir()
        (tmp_path.resolve() / "elsewhere" / "x.conf").write_text("old\n")
        folder.symlink_to(tmp_path.resolve() / "elsewhere")
        assert target.runner.write(document, "new\n", "").why is Why.CHANGED
        assert outside.read_text() == (folder / "x.conf").read_text() == "old\n"


def test_R03_a_shared_folder_cannot_turn_a_write_elsewhere(tmp_path):
    """Names the frame is about to use are taken: it makes its own file, or none."""
    with a_target(tmp_path.resolve()) as target:
        (target.ground / "x.conf").write_text("old\n")
        outside = tmp_path.resolve() / "outside"
        outside.write_text("untouched\n")
        document = target.read(file=str(target.ground / "x.conf"))
        over = threading.Event()

        def plant() -> None:
            while not over.is_set():
                for name in os.listdir(target.ground):
                    if name.startswith(".sekisho"):
                        path = target.ground / name
                        path.unlink(missing_ok=True)
                        if not path.is_symlink():
                            os.symlink(outside, path)

        planting = threading.Thread(target=plant)
        planting.start()
        try:
            for number in range(4):
                took = target.runner.write(document, f"new {number}\n", "")
                if isinstance(took, NotDone):
                    break
                document = took.document
        finally:
            over.set()
            planting.join()
        assert outside.read_text() == "untouched\n"


# --- rights ----------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not")
def test_R03_files_of_others_are_refused_in_words():
    nobody = "/usr/bin/setpriv --reuid=65534 --regid=65534 --clear-groups /bin/sh"
    directory = Path("/tmp").resolve() / f"sekisho-test-{os.getpid()}"
    before = os.umask(0o022)  # whatever another test left: nobody must reach what is not refused him
    directory.mkdir()
    try:
        with a_target(directory, nobody) as target:
            for name in ("asked", "executed"):
                (directory / name).touch()
                (directory / name).chmod(0o666)
            (target.ground / "mine").write_text(SECRET.decode())
            (target.ground / "mine").chmod(0o600)
            (target.ground / "closed").mkdir(mode=0o700)
            (target.ground / "closed" / "file").write_text(SECRET.decode())
            (target.ground / "read-only").write_text("text\n")
            refused, out, err = target.run("view", file=f"{target.ground}/mine")
            assert (refused.why, out, err) == (Why.NOT_PERMITTED, b"", b"")
            assert target.run("look", folder=f"{target.ground}/closed")[0].why is Why.NOT_PERMITTED
            assert target.run("view", file=f"{target.ground}/closed/file")[0].why is Why.NOT_THERE
            document = target.read(file=f"{target.ground}/read-only")
            assert target.runner.write(document, "mine\n", "").why is Why.NOT_PERMITTED
            assert (target.ground / "read-only").read_text() == "text\n"
            target.compare()
    finally:
        os.umask(before)
        shutil.rmtree(directory)


# --- leftovers -------------------------------------------------------------------------------------------------------


@pytest.mark.long
def test_R10_a_network_that_breaks_without_a_word_leaves_nothing_longer_than_the_targets_own_clock(tmp_path):
    with a_target(tmp_path.resolve()) as target, a_silent_line(target.sshd.port) as line:
        target.limits = Limits(held_seconds=0)
        target.port = line.port
        failures = []

        def run() -> None:
            try:
                target.run("brief")
            except TargetError as failure:
                failures.append(failure)

        running = threading.Thread(target=run)
        running.start()
        target.wait_for_executed("stay")
        line.silence()
        started = time.monotonic()
        assert gone(str(target.tools), 10)
        assert time.monotonic() - started < 8
        target.transport.close()
        running.join(10)
        assert (target.of("command.ended")[0].cut, target.of("command.ended")[0].left) == (Cut.TIME, True)
