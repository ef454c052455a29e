"""No two servers of the demo, nor of two demos at once, are given the same port."""

import subprocess
import sys

import pytest

from deploy.callcentre import ports
from tests.demo.stand import PROJECT

_DRAWS = "from deploy.callcentre import ports; ports._COUNT = 4; print(ports.free_port(), flush=True); input()"


def test_ports_drawn_before_their_servers_start_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "_LOWEST", 19_000)
    monkeypatch.setattr(ports, "_COUNT", 40)
    drawn = [ports.free_port() for _ in range(30)]
    assert len(set(drawn)) == len(drawn)


def test_a_port_drawn_by_another_process_is_not_drawn_again_until_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "_COUNT", 4)
    with subprocess.Popen(
        [sys.executable, "-c", _DRAWS], cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        theirs = int(other.stdout.readline())
        assert not ports._claimed(theirs)
        other.communicate("\n")
    assert ports._claimed(theirs)
