"""Output at a terminal that can be drawn on: it flows while it fits, and is paged; what follows ends when it is told to.

Ctrl-L paints everything again; otherwise only cells that changed are painted.
"""

import time

import pytest

from tests.gateway.commands.a_gate_door import NEXT, PROMPT, AtTheGate, a_gate_door
from tests.gateway.relay.ssh.a_client import wait_until

PAGER = "\x1b[?1049h"


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with a_gate_door(tmp_path_factory.mktemp("gate")) as door:
        yield door


@pytest.fixture
def door(shared):
    shared.registry.events.clear()
    yield shared
    wait_until(shared.gone)


def test_what_fits_is_not_paged(door):
    with AtTheGate(door) as gate:
        shown = gate.run("tail app.log lines=20", "line 281", "line 300", "20 lines")
        assert PAGER not in shown


def test_what_does_not_fit_is_paged_searched_and_left(door):
    with AtTheGate(door) as gate:
        gate.enter("view app.log")
        gate.shows(PAGER)  # the rest may still be coming
        gate.type("G\x0c")
        gate.shows("278-300/300 (end)")
        gate.type("g\x0c")
        gate.shows("lines 1-23/300")
        gate.type("/line 25\r\x0c")
        gate.shows("lines 25-47/300")
        gate.type("n\x0c")
        gate.shows("lines 250-272/300")
        gate.type("G\x0c")
        gate.shows("278-300/300 (end)")
        gate.type("h\x0c")
        gate.shows("back to the prompt")
        gate.type("qq")
        gate.shows("\x1b[?1049l", "exit status 0", "300 lines", PROMPT)


def test_a_page_of_something_endless_holds_the_target_up_and_leaving_ends_it(door):
    (door.folder / "log" / "long.log").write_text("".join(f"{number} {'x' * 60}\n" for number in range(100_000)))
    with AtTheGate(door) as gate:
        gate.enter("view long.log")
        gate.shows("more comes")
        time.sleep(0.5)
        gate.type(" \x0c")
        gate.shows("lines 24-46/")
        began = time.monotonic()
        gate.type("q")
        gate.shows("Stopped", PROMPT)
        assert time.monotonic() - began < 2
    assert door.registry.of("command.ended").shown_bytes < 4_000_000


def test_a_screen_of_one_row_is_painted_and_then_rests(door):
    with AtTheGate(door, columns=20, rows=1) as gate:
        gate.enter("tail app.log lines=20")
        gate.shows(PAGER)
        wait_until(lambda: rests(gate))
        gate.type("q")
        gate.shows("\x1b[?1049l")


def rests(gate):
    """True if nothing is painted for longer than the pager takes to look again; what was is taken."""
    while gate.channel.recv_ready():
        gate.channel.recv(65536)
    time.sleep(0.4)
    return not gate.channel.recv_ready()


@pytest.mark.parametrize("key", ["q", "\x03"])
def test_following_ends_within_two_seconds(door, key):
    with AtTheGate(door) as gate:
        gate.enter("tail app.log lines=1 follow")
        gate.shows("Following. Ctrl-C or q ends it", "line 300")
        with (door.folder / "log" / "app.log").open("a") as log:
            log.write("one more\n")
        gate.shows("one more")
        began = time.monotonic()
        gate.type(key)
        gate.shows("Stopped", NEXT, PROMPT)
        assert time.monotonic() - began < 2
    lines = (door.folder / "log" / "app.log").read_text().replace("one more\n", "")
    (door.folder / "log" / "app.log").write_text(lines)


def test_what_is_typed_while_a_command_runs_fills_the_next_line(door):
    with AtTheGate(door) as gate:
        gate.enter("vmstat 1 2")
        gate.type("uptime\rwho\r")
        gate.shows("lines --", NEXT, "sekisho> uptime")
    assert [event.command for event in door.registry.events if event.kind == "command.run"] == ["vmstat"]


def test_a_notice_in_the_pager_stands_at_the_foot_and_again_after_it(door):
    from gateway.vocabulary.outcome import Text

    with AtTheGate(door) as gate:
        gate.enter("view app.log")
        gate.shows("lines 1-23/300")
        gate_of(door).notify(Text(ja="残り5分", en="5 minutes remain"))
        gate.shows("5 minutes remain")
        gate.type("q")
        gate.shows("\x1b[?1049l", "5 minutes remain", PROMPT)


def gate_of(door):
    """The session's carrier, found where the session's end is sent to."""
    (end,) = door.live._ends.values()
    return end.__self__._fail.__self__._carrier
