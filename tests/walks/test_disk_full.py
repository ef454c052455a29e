"""The whole service on a small disk that fills up, and a recording that reaches its quota, as people at terminals meet them."""

import os
import re
import signal
import subprocess
import tempfile
import time
from functools import partial
from pathlib import Path

import pytest

from tests.gateway.space.a_disk import MIB, empty, fill, small_disk
from tests.walks.clients import QUIET, eventually
from tests.walks.office import Sekisho
from tests.walks.own_stack import OwnStack

pytestmark = [
    pytest.mark.xdist_group("disk"),
    pytest.mark.timeout(400),
    pytest.mark.root,
    pytest.mark.long,  # a stack of its own, started on a disk of its own
]
SECONDS = 10
DISK_BYTES = 160 * MIB
PEOPLE = 12


@pytest.fixture(scope="module")
def disk():
    """Where keys, database, recordings and journal of the stack lie."""
    with tempfile.TemporaryDirectory(prefix="sekisho-disk-") as name:
        base = Path(name)
        base.chmod(0o711)
        with small_disk(base / "state" / "gateway", DISK_BYTES) as mounted:
            yield mounted


@pytest.fixture(scope="module")
def stack(disk):
    made = OwnStack(disk.parents[1], PEOPLE)
    try:
        made.start()
        yield made
    finally:
        made.close()


@pytest.fixture
def sekisho(stack):
    return Sekisho(stack.demo)


@pytest.fixture
def anybody(stack, tmp_path):
    """A function that gives somebody new each time."""
    return partial(stack.drawn, tmp_path)


def everything_verifies(sekisho, stack):
    eventually(lambda: sekisho.run("recording", "verify", "--all").returncode == 0, 60)
    assert sekisho.run("audit", "verify", "--witness", stack.demo["witness"]).returncode == 0


def test_R11_R41_a_full_disk_cuts_in_words_refuses_in_words_and_comes_back_by_itself(stack, disk, sekisho, anybody):
    works, refused, later = anybody(), anybody(), anybody()
    before = stack.pid("registrar"), stack.pid("gateway"), stack.pid("keeper")
    with works.shell("callcenter-app", *QUIET) as shell:
        shell.prompt()
        shell.run("echo 満杯の前")
        began = time.monotonic()
        fill(disk)
        shell.expect("ディスクの空きがなくなったため.*the disk that keeps the records is full", SECONDS)
        shell.wait(SECONDS)
        cut = time.monotonic() - began
    assert cut < SECONDS
    print(f"cut {cut:.1f} s after somebody began to fill the disk")
    told = refused.ssh("build-host", "true")
    assert told.returncode != 0
    said = (told.stdout + told.stderr).decode()
    assert "空きが足りないため、新しいセッションを開始できません" in said
    assert "the disk that keeps the records is nearly full" in said
    (session,) = sekisho.sessions_of(works.username)
    assert session["end_reason"] == "no-space"
    assert (stack.pid("registrar"), stack.pid("gateway"), stack.pid("keeper")) == before, "nobody died of it"
    empty(disk)
    emptied = time.monotonic()
    eventually(lambda: sekisho.events("--kind", "space.enough"), SECONDS)
    assert later.ssh("build-host", "exit 7").returncode == 7
    print(f"back {time.monotonic() - emptied:.1f} s after there was room")
    kinds = [one["kind"] for one in sekisho.events(limit=2000)]
    for kind in ("space.full", "space.ballast_released", "space.ballast_made", "session.refused"):
        assert kind in kinds
    assert "満杯の前".encode() in sekisho.shown(session["recording"])
    everything_verifies(sekisho, stack)


def test_R11_a_recording_at_its_quota_is_warned_of_and_ends_in_words(stack, sekisho, anybody):
    greedy, modest = anybody(), anybody()
    settings = Path(stack.demo["settings"])
    text = settings.read_text()
    smaller = re.sub(r"^#? ?recording_mib = .*$", "recording_mib = 1", text, flags=re.MULTILINE)
    assert smaller != text
    settings.write_text(smaller)
    os.kill(stack.supervisor, signal.SIGHUP)
    eventually(lambda: sekisho.events("--kind", "settings.reloaded"), 20)
    told = greedy.ssh("build-host", "head -c 4000000 /dev/urandom")
    assert told.returncode != 0
    assert len(told.stdout) < 4_000_000
    said = told.stderr.decode()
    assert "録画が1セッションの上限に達したため切断しました" in said
    assert "has reached the limit of one session" in said
    (session,) = sekisho.sessions_of(greedy.username)
    assert session["end_reason"] == "recording-full"
    kinds = [one["kind"] for one in sekisho.events("--session", session["id"])]
    assert "session.recording_nearly_full" in kinds
    ran = sekisho.run("recording", "verify", session["recording"])
    assert ran.returncode == 0, ran.stdout
    assert modest.ssh("build-host", "exit 7").returncode == 7
    settings.write_text(text)
    os.kill(stack.supervisor, signal.SIGHUP)
    everything_verifies(sekisho, stack)


def test_the_disk_is_the_stacks_own(disk):
    said = subprocess.run(["stat", "-f", "-c", "%T", str(disk)], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "tmpfs"
