"""Plain lines: what a dumb terminal, a screen reader and a script get."""

import pytest

from gateway.commands.plain_desk import OUTPUT_LINES_MAX
from tests.gateway.commands.a_gate_door import PROMPT, AtTheGate, a_gate_door
from tests.gateway.relay.ssh.a_client import wait_until


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with a_gate_door(tmp_path_factory.mktemp("gate")) as door:
        yield door


@pytest.fixture
def door(shared):
    shared.registry.events.clear()
    yield shared
    wait_until(shared.gone)


@pytest.mark.parametrize(
    ("term", "columns", "rows"), [(b"dumb", 80, 24), (b"", 80, 24), (b"xterm", 0, 0), (b"unknown-99", 40, 10)]
)
def test_no_control_is_sent_to_it(door, term, columns, rows):
    with AtTheGate(door, term=term, columns=columns, rows=rows) as gate:
        gate.run("tail app.log lines=2", "line 299 山田\r\nline 300 山田\r\n")
        gate.type("exit\r")
        assert gate.status() == 0
        gate.ends()
    assert not set(gate.seen) & (set(range(0x20)) - {0x0A, 0x0D})


def test_every_line_of_a_script_runs_in_order_however_fast_it_comes(door):
    with AtTheGate(door, term=b"dumb") as gate:
        gate.type("".join(f"tail app.log lines={number}\n" for number in (1, 2, 3)) + "nonsense\n\nexit\nuptime\n")
        assert gate.status() == 0
    vectors = [event.vector for event in door.registry.events if event.kind == "command.run"]
    assert vectors == [("tail", "--lines=1"), ("tail", "--lines=2"), ("tail", "--lines=3")]
    assert "command.refused" in door.registry.kinds


def test_output_is_bounded(door):
    (door.folder / "log" / "long.log").write_text("a line\n" * (OUTPUT_LINES_MAX + 500))
    with AtTheGate(door, term=b"dumb") as gate:
        shown = gate.run("view long.log", f"cut after {OUTPUT_LINES_MAX} lines")
        assert shown.count("a line\r\n") == OUTPUT_LINES_MAX


def test_editing_a_line(door):
    with AtTheGate(door, term=b"dumb") as gate:
        gate.type("あい\x7f\x08uptimx\x08e\r")
        gate.shows("あい\b\b  \b\b\b\b  \b\buptimx\b \be\r\n", "exit status 0", PROMPT)
        gate.type("half\x03")
        gate.shows("^C", PROMPT)
        gate.type("\x1b[A\x1b[200~uptime\r\x1b[201~\x1a\x04")
        assert gate.status() == 0


def test_a_line_that_is_too_long_is_not_run(door):
    with AtTheGate(door, term=b"dumb") as gate:
        gate.type(b"uptime " + b"x" * 5000 + b"\r")
        gate.shows("4096 letters at most", PROMPT)
    assert "command.run" not in door.registry.kinds


def test_following_ends_with_ctrl_c_and_where_nothing_more_can_be_typed(door):
    with AtTheGate(door, term=b"dumb") as gate:
        gate.enter("tail app.log lines=1 follow")
        gate.shows("Ctrl-C ends it", "line 300")
        gate.type("\x03")
        gate.shows("Stopped", PROMPT)
        gate.enter("tail app.log lines=1 follow")
        gate.shows("line 300")
        gate.channel.shutdown_write()
        assert gate.status() == 0
