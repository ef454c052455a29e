"""The parsers under random bytes, always; and under bytes that follow their branches, where atheris is installed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.parsers import PARSERS
from tests.gateway.relay.ssh.a_client import number, string

PROJECT = Path(__file__).resolve().parents[2]
PIECES = st.one_of(
    st.binary(max_size=30),
    st.builds(string, st.binary(max_size=30)),
    st.builds(number, st.sampled_from([0, 1, 80, 0x7FFFFFFF, 0xFFFFFFFF])),
    st.sampled_from(
        [b"SSH-2.0-", b"\r\n", b"\x01", string(b"pty-req"), string(b"exec"), string(b"ssh-ed25519"), b"sato+"]
    ),
    st.sampled_from([b"\x1b", b"\x1b[", b"\x1b]52;c;", b"\x9b", b"\xc2\x9d", b"\x18B00", b"**", b"\x8e\xb1"]),
    st.sampled_from([b"tail ", b"lines=", b"'", b"acd.log", b"../"]),
)


@pytest.mark.parametrize("parser", PARSERS.values(), ids=PARSERS)
def test_whatever_comes_is_read_or_refused(parser):
    @settings(max_examples=300, deadline=None)
    @given(st.builds(b"".join, st.lists(PIECES, max_size=12)))
    def read(data):
        parser(data)

    read()


def follow_branches(name, runs, seconds):
    pytest.importorskip("atheris")
    command = [sys.executable, "-m", "tests.fuzz", name]
    options = [f"-runs={runs}", f"-max_total_time={seconds}", "-max_len=600", "-rss_limit_mb=1024", "-timeout=10"]
    ran = subprocess.run(
        [*command, *options], capture_output=True, timeout=seconds + 60, cwd=PROJECT, env={**os.environ}, check=False
    )
    assert ran.returncode == 0, ran.stderr.decode(errors="replace")[-3000:]


@pytest.mark.parametrize("name", PARSERS)
def test_bytes_that_follow_the_branches(name):
    follow_branches(name, runs=5000, seconds=10)


@pytest.mark.long
@pytest.mark.timeout(700)
@pytest.mark.parametrize("name", PARSERS)
def test_the_same_for_ten_minutes(name):
    follow_branches(name, runs=-1, seconds=600)
