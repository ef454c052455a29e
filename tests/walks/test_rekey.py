"""Keys are exchanged again and again under load, as the client wishes: every byte arrives, at the door and in a jump."""

import hashlib
import random
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.walks.clients import QUIET, eventually, need
from tests.walks.jumper import FREE, Jumper

SECONDS = 240  # generous on purpose: what is asserted is content
BYTES = 30_000_000
EXCHANGE = "debug1: SSH2_MSG_NEWKEYS sent"


@pytest.fixture(scope="module")
def data():
    """30 MB of text without a pattern, in which nobody could find a person."""
    letters = random.Random(1).choices(b"bcdfghjklmnpqrstvwxz \n", k=BYTES // 10)
    return bytes(letters) * 10


def exchanges(stderr):
    return stderr.decode(errors="replace").count(EXCHANGE)


def echoed(command, environment, data):
    return subprocess.run(
        [*command, "cat"], input=data, env=environment, capture_output=True, timeout=SECONDS, check=False
    )


def same(data, other):
    """Compared by digest, so that a failure does not print 30 MB."""
    return len(data) == len(other) and hashlib.sha256(data).digest() == hashlib.sha256(other).digest()


@pytest.mark.parametrize("limit", ["1M", pytest.param("4M", marks=pytest.mark.long)])
def test_thirty_megabytes_both_ways_at_the_door(client, data, limit):
    options = ["-o", "LogLevel=DEBUG1", "-o", f"RekeyLimit={limit}", *client.options()]
    ran = echoed(["ssh", *options, client.address(FREE)], client.askpass(), data)
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert same(data, ran.stdout)
    assert exchanges(ran.stderr) >= 8  # 30 MB each way, 4 MB an exchange at the most


@pytest.mark.parametrize("limit", ["1M", pytest.param("4M", marks=pytest.mark.long)])
def test_thirty_megabytes_both_ways_in_a_jump(client, sekisho, data, limit):
    """Both connections exchange keys, the outer one under the inner one's feet."""
    jumper = Jumper(client, sekisho)
    jumper.configure(f"RekeyLimit {limit}", "LogLevel DEBUG1")
    options = ["-F", str(jumper.config), "-o", "LogLevel=DEBUG1", "-o", f"RekeyLimit={limit}", "-J", "gw"]
    ran = echoed([need("ssh"), *options, jumper.at(FREE)], client.askpass(), data)
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert same(data, ran.stdout)
    assert exchanges(ran.stderr) >= 15  # two connections, 30 MB each way, 4 MB an exchange at the most


@pytest.mark.parametrize("jump", [False, True], ids=["door", "jump"])
def test_eight_channels_at_once_on_one_connection(client, sekisho, data, tmp_path, jump):
    control = ["-o", f"ControlPath={tmp_path}/cm"]
    jumper = Jumper(client, sekisho)
    if jump:
        jumper.configure("RekeyLimit 1M")
        way = [need("ssh"), "-F", str(jumper.config), "-J", "gw", *control]
        address = jumper.at(FREE)
    else:
        way, address = ["ssh", *QUIET, *control, *client.options()], client.address(FREE)
    master = subprocess.Popen(
        [*way, "-o", "ControlMaster=yes", "-o", "RekeyLimit=1M", "-N", address],
        env=client.askpass(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with master:
        eventually((tmp_path / "cm").exists, 60)
        pieces = [data[at * 4_000_000 : (at + 1) * 4_000_000] for at in range(7)] + [data[:4_000_000]]
        with ThreadPoolExecutor(8) as threads:
            command = [*way, "-o", "ControlMaster=no", address]
            ran = list(threads.map(lambda piece: echoed(command, client.environment, piece), pieces))
        assert [one.returncode for one in ran] == [0] * 8, [one.stderr[-500:] for one in ran]
        assert [same(piece, one.stdout) for piece, one in zip(pieces, ran, strict=True)] == [True] * 8
        subprocess.run(
            [*way, "-O", "exit", address], env=client.environment, capture_output=True, timeout=60, check=False
        )
        master.wait(60)


def test_a_key_exchange_asked_for_by_hand_in_the_middle_of_output(client):
    """`~R` of OpenSSH, while the target is talking."""
    with client.shell("callcenter-app", *QUIET, "-e", "~") as shell:
        shell.prompt()
        shell.line("for at in $(seq 1 400); do echo line-$at; sleep 0.005; done; echo do''ne")
        shell.expect("line-20\r\n")
        for _ in range(5):
            shell.send("\r~R")
            shell.quiet(0.2)
        shell.expect("line-400\r\n.*done")
        painted = [int(one) for one in re.findall(rb"line-(\d+)\r\n", shell.seen)]
        assert painted == list(range(1, 401))
        shell.line("exit 6")
        assert shell.wait() == 6
