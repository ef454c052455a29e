"""A change from the text area to the file on a real target: confirmed with a reason, or nothing happens."""

import pytest

from gateway.commands.paging.plain_text import visible
from tests.gateway.commands.a_gate_door import PROMPT, AtTheGate, a_gate_door
from tests.gateway.relay.ssh.a_client import wait_until

BEFORE = "# 待ち行列\nagents = 12\n"


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with a_gate_door(tmp_path_factory.mktemp("gate")) as door:
        yield door


@pytest.fixture
def door(shared):
    shared.registry.events.clear()
    (shared.folder / "conf" / "queues.conf").write_text(BEFORE)
    yield shared
    wait_until(shared.gone)


def content(door):
    return (door.folder / "conf" / "queues.conf").read_text()


def opened(gate):
    gate.enter("config edit queues.conf")
    gate.shows("agents = 12", "Ctrl-S")


def test_R04_confirmed_with_a_reason_it_is_written_and_recorded(door):
    with AtTheGate(door) as gate:
        opened(gate)
        gate.type("\x0e\x05345\x13")
        gate.shows("-agents = 12", "+agents = 12345", "Why is it changed?")
        gate.enter("more agents")
        gate.shows("Write it (yes / no)?")
        gate.enter("yes")
        gate.shows("added, 1 removed", PROMPT)
    assert content(door) == "# 待ち行列\nagents = 12345\n"
    changed = door.registry.of("config.changed")
    assert (changed.reason, changed.lines_added, changed.lines_removed) == ("more agents", 1, 1)
    assert b"+agents = 12345" in door.recorder.all("m")


@pytest.mark.parametrize(
    "answers",
    [["\x18"], ["X\x18\x18"], ["X\x13", ""], ["X\x13", "why", "no"], ["X\x13", "why", ""], ["X\x13", "why", "y"]],
)
def test_what_is_not_confirmed_leaves_nothing(door, answers):
    with AtTheGate(door) as gate:
        opened(gate)
        gate.type(answers[0])
        for question, answer in zip(("Why is it changed?", "Write it"), answers[1:], strict=False):
            gate.shows(question)
            gate.enter(answer)
        gate.shows("Given up; the file is as it was", PROMPT)
    assert content(door) == BEFORE
    assert "config.changed" not in door.registry.kinds


def test_without_a_change_there_is_nothing_to_confirm(door):
    with AtTheGate(door) as gate:
        opened(gate)
        gate.type("X\x08\x13")
        gate.shows("Nothing was changed", PROMPT)


def test_what_another_wrote_meanwhile_is_not_overwritten(door):
    with AtTheGate(door) as gate:
        opened(gate)
        (door.folder / "conf" / "queues.conf").write_text("somebody else's\n")
        gate.type("X\x13")
        gate.shows("Why is it changed?")
        gate.enter("why")
        gate.shows("Write it")
        gate.enter("yes")
        gate.shows("changed on the target after it was checked", PROMPT)
    assert content(door) == "somebody else's\n"


def test_keys_of_the_text_area(door):
    with AtTheGate(door) as gate:
        opened(gate)
        gate.type("\x0e\x0bagents = 9\rnew\x1f\x1f")  # kill, type, undo
        gate.type("\x1b[200~two\r\nlines\u202e\x1b[201~")
        gate.type("\x12agents\r\x1a\x1b[5~\x1b[6~\x03\x0c")
        gate.shows("Ctrl-X leaves")
        gate.type("\x13")
        shown = gate.shows("+agents = 9two", "+lines", "Why is it changed?")
        assert "\u202e" not in shown
        gate.enter("")
        gate.shows("Given up", PROMPT)


def test_what_cannot_be_shown_as_it_is_cannot_be_edited(door):
    (door.folder / "conf" / "queues.conf").write_text("a\u202eb\n")
    with AtTheGate(door) as gate:
        gate.enter("config edit queues.conf")
        gate.shows("cannot be shown (U+202E)", PROMPT)
    assert visible("\u202e") == "<U+202E>"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_R05_what_is_shown_masked_cannot_be_edited(door, end):
    ours = "# 待ち行列", "agents = 12", "# 山田 太郎 090-1234-5678"
    (door.folder / "conf" / "queues.conf").write_bytes("".join(f"{line}{end}" for line in ours).encode())
    with AtTheGate(door) as gate:
        gate.enter("config edit queues.conf")
        gate.shows("holds what is shown masked", PROMPT)
        assert b"090-1234" not in gate.seen


def test_line_ends_of_another_system_can_be_edited(door):
    (door.folder / "conf" / "queues.conf").write_bytes(BEFORE.replace("\n", "\r\n").encode())
    with AtTheGate(door) as gate:
        opened(gate)
        gate.type("X\x13")
        gate.shows("Why is it changed?")
        gate.enter("")
        gate.shows("Given up", PROMPT)


def test_plain_lines_have_no_text_area(door):
    with AtTheGate(door, term=b"dumb") as gate:
        gate.enter("config edit queues.conf")
        gate.shows("cannot show the text area", PROMPT)
    assert "command.run" not in door.registry.kinds
