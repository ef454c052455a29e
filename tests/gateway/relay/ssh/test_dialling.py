"""What a target shows is told by values and by what is raised, never by a library's log on a person's screen."""

import subprocess
import sys
from pathlib import Path

import pytest

from gateway.relay.ssh.dialling import Unreachable, shown_host_keys
from tests.gateway.relay.ssh.a_target import a_real_target

SHOW = (
    "import sys; from gateway.relay.ssh.dialling import shown_host_keys as s; "
    "print(len(s('x', '127.0.0.1', int(sys.argv[1]))))"
)


def test_a_host_without_an_rsa_key_shows_the_one_it_has_and_nothing_is_logged_on_the_screen(tmp_path: Path) -> None:
    with a_real_target(tmp_path) as sshd:  # it has an Ed25519 key and no other
        ran = subprocess.run([sys.executable, "-c", SHOW, str(sshd.port)], check=True, capture_output=True, text=True)
    assert (ran.stdout, ran.stderr) == ("1\n", "")


def test_a_host_that_does_not_answer_is_unreachable() -> None:
    with pytest.raises(Unreachable, match="x: "):
        shown_host_keys("x", "127.0.0.1", 1)
