"""The command gate's prompt, pager and text area before people who try everything.

Whatever is typed, only listed vectors reach the target (its own account of every exec says so), nothing of a target moves the
terminal, no thread stays, and the next person is served.
"""

import re
import threading
import time
from datetime import timedelta

import pytest

from gateway.commands.keys import SEQUENCES
from gateway.commands.prompt import PAUSE_SECONDS
from tests.gateway.commands.a_gate_door import NEXT, PROMPT, AtTheGate, a_gate_door
from tests.gateway.relay.ssh.a_client import wait_until

FLOOD_BYTES = 200_000
LINE_300 = "line 300 山田"


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with a_gate_door(tmp_path_factory.mktemp("gate")) as door:
        yield door


@pytest.fixture
def door(shared):
    shared.registry.events.clear()
    shared.registry.ends.clear()
    (shared.folder / "asked").unlink(missing_ok=True)
    shared.clock.moved = timedelta(0)
    yield shared
    wait_until(shared.gone)
    assert shared.accounted(), "the target was asked for something that is not in the journal"


def runs(door):
    return [event.command for event in door.registry.events if event.kind == "command.run"]


def serves(gate):
    """The prompt still takes a line and runs it."""
    time.sleep(0.2)  # an ESC that was left alone is one by now
    gate.type(b"\x1b[201~\x07\x03")
    time.sleep(PAUSE_SECONDS)
    gate.type("tail app.log lines=1\r")
    gate.shows(LINE_300, "exit status 0")


KEYS = (
    b"\x1a",
    b"\x1c",
    b"\x18\x05",
    b"\x18\x05:!id\r",
    b"\x0f",
    b"\x11\x1b",
    b"\x18(x\x18)\x18e",
    b"\x1b!id\r",
    b"\x1bx",
    b"\x16\x03",
    b"\x1b#",
    b"\x1b\x05",
    b"\x18\x18",
    b"\x00\x17",
    b"\x1d",
    b"\x1b5\x1b-x\x07",
    b"\x1b[20;5~\x1b[1;6A",
    b"\x12\x13\x07",
    b"\x1b:",
    b"\x1b[5n\x1b[6n\x1b[c",
    b"\x1b[24;80R",
    b"\x1b]52;c;aWQK\x07",
    b"\x1bP$q\x1b\\",
    b"\x1b[M !!",
    b"\x1b[<0;1;1M",
    b"\x9b6n",
)
LINES = (
    "!id",
    "!!",
    "|id",
    "tail app.log; id",
    "tail app.log && id",
    "tail app.log | sh",
    "tail $(id)",
    "tail `id`",
    "tail app.log > /tmp/x",
    "tail ../../../etc/passwd",
    "tail /etc/shadow",
    "tail -n 1 --follow=name /etc/passwd",
    "tail --retry app.log",
    "tail app.log -f -- x",
    "tail *",
    "tail ~root/x",
    "sh",
    "bash -c id",
    "most app.log",
    "vi app.log",
    "ssh host",
    "env",
    "tail 'app.log",
    "TERM=x tail app.log",
    "tail 'app.log' id",
    "view app.log +!id",
    "config edit /etc/passwd",
    "tail app\u200b.log",
    "help; id",
    "exit; id",
    "ｔail app.log",
    "-- tail app.log",
    "tail --help",
    "tail -c 10 app.log",
    "\u202etail app.log",
    "tail lines=1;id",
    "tail lines=-1 app.log",
)


def test_no_key_leaves_the_prompt_or_reaches_a_program(door):
    with AtTheGate(door) as gate:
        for keys in KEYS:
            gate.type(keys)
            time.sleep(0.12)  # so that an ESC left alone is one
            gate.type(b"\x07\x03\x1b\\")
            time.sleep(0.02)
            assert runs(door) == [], keys
        serves(gate)
    assert runs(door) == ["tail"]


def test_R02_no_line_smuggles_anything(door):
    with AtTheGate(door) as gate:
        for line in LINES:
            time.sleep(0.05)
            gate.type(line.encode() + b"\r")
            gate.shows(NEXT, PROMPT)
            assert runs(door) == [], line
        serves(gate)
    assert runs(door) == ["tail"]
    assert all(b"/etc/" not in asked and b"/root" not in asked for asked in door.asked)


def test_a_paste_runs_nothing_and_only_its_first_line_is_taken(door):
    with AtTheGate(door) as gate:
        time.sleep(0.05)
        gate.type(b"\x1b[200~uptime\runame\nreboot\n\x1b[201~")
        gate.shows("Only the first line of the paste was taken")
        time.sleep(0.2)
        assert runs(door) == []
        gate.type("\r")
        gate.shows("exit status")
        assert runs(door) == ["uptime"]


def test_lines_that_come_at_once_without_marks_run_only_the_first(door):
    with AtTheGate(door) as gate:
        time.sleep(0.05)
        gate.type(b"uptime\runame\rdate\rwho\r")
        gate.shows("exit status", "not run by themselves")
        time.sleep(0.3)
        assert runs(door) == ["uptime"]
        gate.type(b"\x03")
        serves(gate)
    assert runs(door) == ["uptime", "tail"]


def test_an_enter_that_was_typed_ahead_confirms_no_change(door):
    """What was typed before the question was asked is no answer to it."""
    before = (door.folder / "conf" / "queues.conf").read_text()
    with AtTheGate(door) as gate:
        gate.enter("config edit queues.conf")
        gate.shows("agents = 12")
        gate.type(b"X\x13reason\ryes\r")
        gate.shows("Why is it changed?")
        time.sleep(0.5)
        assert (door.folder / "conf" / "queues.conf").read_text() == before
        assert "config.changed" not in door.registry.kinds


@pytest.mark.parametrize(
    "flood",
    [
        b"\x1b[200~" + b"uptime\r" * (FLOOD_BYTES // 7),
        b"x" * FLOOD_BYTES,
        b"\r" * 20_000,
        b"\x1b[" + b"1;" * (FLOOD_BYTES // 2),
        b"\x1b" * 20_000,
        b"\x1b]0;" + b"\r" * FLOOD_BYTES,
        b"\xe9\x96" * (FLOOD_BYTES // 2),
        b"\x09" * 100,
        b"\x12" + b"z" * 20_000,
        b"ab\x17\x19\x19" * 1_000,
    ],
    ids=["paste", "letters", "enters", "sequence", "escapes", "string", "half-letters", "tabs", "search", "yanks"],
)
@pytest.mark.long
def test_a_flood_is_bounded_and_runs_nothing(door, flood):
    with AtTheGate(door) as gate:
        time.sleep(0.05)
        began = time.monotonic()
        sending = threading.Thread(target=gate.channel.sendall, args=(flood,), daemon=True)
        sending.start()
        while sending.is_alive() or gate.channel.recv_ready():
            while gate.channel.recv_ready():
                gate.channel.recv(65536)
            time.sleep(0.005)
        gate.type(b"\x1b[201~\x07\x03\x1b\\")
        gate.type(b"\x03")
        wait_until(lambda: _quiet(gate), 60)
        assert time.monotonic() - began < 60
        assert runs(door) == []
        serves(gate)


def _quiet(gate):
    """Nothing was shown for a while."""
    until = time.monotonic() + 0.5
    while time.monotonic() < until:
        if gate.channel.recv_ready():
            gate.channel.recv(65536)
            return False
        time.sleep(0.01)
    return True


def test_sequences_split_at_every_byte_type_nothing(door):
    with AtTheGate(door) as gate:
        for sequence in SEQUENCES:
            if sequence != b"OM":
                for byte in b"\x1b" + sequence:
                    gate.type(bytes([byte]))
                    time.sleep(0.001)
        time.sleep(0.12)
        gate.enter("\x03exit")
        assert gate.status() == 0


def test_sizes_nobody_has_and_a_storm_of_them(door):
    with AtTheGate(door) as gate:
        gate.enter("view app.log")
        gate.shows("lines 1-23")
        for at in range(100):
            gate.resize(*((at, at // 2), (65535, 65535), (2**32 - 1, 1), (1, 2**32 - 1), (0, 0), (2, 2))[at % 6])
        gate.resize(80, 24)
        gate.type(b"q")
        gate.shows(PROMPT)
        serves(gate)


def test_two_sessions_share_nothing(door):
    with AtTheGate(door) as one, AtTheGate(door) as other:
        one.run("lang ja", "日本語")
        one.run("tail app.log lines=1", LINE_300)
        one.type(b"secret\x15")  # killed, to be yanked
        other.type(b"\x1b[A\x19\x1b[A")
        time.sleep(0.2)
        other.run("\x15history", "1 history")
        assert b"secret" not in other.seen
        assert b"tail app.log" not in other.seen
        assert "exit status" in other.run("uptime", "exit status")
        one.type(b"\x19")
        one.shows("secret")


def test_what_a_target_says_moves_no_terminal(door):
    every = bytes(range(256)) + "\u202e\u200b\u0085\u009b2J\u2028".encode() + b"\x1b[2J\x1b]52;c;aWQ=\x07\x1b[31mred\n"
    (door.folder / "log" / "evil.log").write_bytes(every * 3)
    with AtTheGate(door, term=b"dumb") as gate:
        shown = gate.run("tail evil.log", "--")
    painted = shown.partition("tail evil.log\r\n")[2]
    assert not re.search(r"[^\x20-\x7e\r\n\u00a0-\U0010ffff]", painted)
    assert "\u202e" not in painted
    assert "^[" in painted


def test_a_names_of_a_folder_cannot_paint(door):
    folder = door.folder / "log" / "names"
    folder.mkdir()
    (folder / "a\x1b[2J").touch()
    (folder / "ab\u202e").touch()
    (folder / "abc.log").touch()
    with AtTheGate(door) as gate:
        gate.type(b"tail names/a\t")
        gate.shows("abc.log")
        time.sleep(0.2)
        gate.type(b"\x03")
    assert b"\x1b[2J" not in gate.seen.replace(b"\x1b[2J\x1b[H", b"")
    assert "\u202e".encode() not in gate.seen


def test_a_follow_that_floods_a_client_who_does_not_read_still_ends(door):
    (door.folder / "log" / "flood.log").write_text("x" * 200 + "\n")
    with AtTheGate(door) as gate:
        gate.enter("tail flood.log follow")
        gate.shows("xxx")
        with (door.folder / "log" / "flood.log").open("a") as log:
            log.write(("y" * 200 + "\n") * 50_000)
        time.sleep(0.5)
        gate.type(b"\x03")
        wait_until(lambda: "command.ended" in door.registry.kinds, 3)
        gate.shows("Stopped.", PROMPT)
    assert runs(door) == ["tail"]
