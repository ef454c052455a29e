"""A freeze holds at the command gate: in the middle of a command's output, at the prompt, in the pager, for whatever is typed."""

import time
from dataclasses import replace

import pytest

from gateway.guards.stage import Passed
from gateway.guards.verdict import Freeze, Pause, Why
from gateway.relay import brake as brakes
from gateway.relay import thrown_away
from gateway.relay.guarding import guards_of
from gateway.relay.ports import Count
from gateway.sessions.ending import Ending, EndReason
from gateway.sessions.standing import Course
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.commands.a_gate_door import PROMPT, AtTheGate, a_gate_door
from tests.gateway.relay.a_braked_session import AMeter, a_hold
from tests.gateway.relay.ssh.a_client import ask, string, wait_until

FREEZE = Freeze(why=Why.PEOPLE, used=21, limit=20)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with a_gate_door(tmp_path_factory.mktemp("gate")) as door:
        yield door


@pytest.fixture
def door(shared, monkeypatch):
    monkeypatch.setattr(brakes, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(brakes, "READ_SECONDS", 0.0)
    monkeypatch.setattr(thrown_away, "BURST_SECONDS", 0.0)
    registry = shared.registry
    registry.events.clear()
    registry.ends.clear()
    registry.stops.clear()
    registry.hold = None
    shared.meter = AMeter()
    shared.around = replace(shared.around, meter=lambda _: shared.meter)
    yield shared
    wait_until(shared.gone)


def said(gate, seconds=10.0):
    """The words of a freeze, however they were wrapped."""
    return " ".join(gate.shows("otherwise", seconds=seconds).split())


def release(door):
    door.registry.hold = None
    door.live.look(door.registry.openings[-1].id)


def test_R07_a_commands_output_is_frozen_before_its_first_line_and_goes_on_by_a_supervisors_word(door):
    with AtTheGate(door, columns=200) as gate:
        door.meter.says = [FREEZE]
        gate.enter("tail app.log lines=2")
        words = said(gate)
        assert "line 299" not in words
        assert "has reached its limit (the next lines would make it 21 of 20)" in words
        door.registry.hold = a_hold(Why.PEOPLE)
        for typed in (b"\x03", b"q", b"\x04", b"exit\r", b"\x1b", b"\x0c"):
            gate.type(typed)
        time.sleep(0.3)
        ask(gate.transport, gate.channel, "signal", string(b"INT"), want_reply=False)
        time.sleep(0.2)
        while gate.channel.recv_ready():
            assert b"line 299" not in gate.channel.recv(65536)
        assert b"exit" not in door.recorder.all("i")
        release(door)
        gate.shows("line 299", "line 300", "exit status 0", PROMPT)
        gate.enter("exit")
        assert gate.status() == 0
    assert [stop[0] for stop in door.registry.stops] == [Course.FROZEN, Course.RUNNING]


def test_R07_a_file_is_judged_before_it_is_put_into_the_text_area(door):
    (door.folder / "conf" / "queues.conf").write_text("agents = 12\n")
    with AtTheGate(door, columns=200) as gate:
        door.registry.hold = a_hold(Why.PEOPLE)  # as the registrar has it, once the session has told it
        door.meter.says = [FREEZE]
        gate.enter("config edit queues.conf")
        assert "agents" not in said(gate)
        release(door)
        gate.shows("agents = 12")
        gate.type("\x18")
        gate.shows("Given up", PROMPT)
        gate.enter("exit")
        gate.status()
    assert [stop[0] for stop in door.registry.stops] == [Course.FROZEN, Course.RUNNING]


def test_news_of_a_freeze_stops_the_prompt_too(door):
    with AtTheGate(door, columns=200) as gate:
        door.registry.hold = a_hold(Why.SUPERVISOR, by="yamada")
        door.live.look(door.registry.openings[-1].id)
        assert "a supervisor froze it (yamada)" in said(gate)
        gate.enter("tail app.log lines=1")
        time.sleep(0.3)
        assert "command.looked_up" not in door.registry.kinds
        assert b"tail app.log" not in door.recorder.all("i")
        release(door)
        gate.shows("A supervisor let the session go on")
        gate.run("tail app.log lines=1", "line 300")
        gate.enter("exit")
        gate.status()


def test_lines_that_were_typed_before_a_freeze_run_nothing_while_it_lasts(door, monkeypatch):
    """A script has fed all its lines; a supervisor freezes it between the first and the second."""
    append = door.registry.append

    def freezes_after_the_first(events):
        append(events)
        if any(event.kind == "command.refused" for event in events):
            door.registry.hold = a_hold(Why.SUPERVISOR, by="yamada")
            door.live.look(door.registry.openings[-1].id)
            wait_until(lambda: door.registry.stops)

    monkeypatch.setattr(door.registry, "append", freezes_after_the_first)
    with AtTheGate(door, term=b"dumb", columns=200) as gate:
        asked = door.asked
        gate.type(b"nonsense\ntail app.log lines=1\ntail app.log lines=2\nexit\n")
        assert "a supervisor froze it (yamada)" in said(gate)
        time.sleep(0.3)
        assert not {"command.run", "command.looked_up"} & set(door.registry.kinds)
        assert door.asked == asked
        release(door)
        assert gate.status() == 0
    ran = [event.vector[1] for event in door.registry.events if event.kind == "command.run"]
    assert ran == ["--lines=1", "--lines=2"]


class Late:
    """Guards that hold the last line back until nothing came for a while, as the masker does."""

    def __init__(self, meter):
        self._meter, self._held = meter, b""

    @property
    def holds(self):
        return bool(self._held)

    def feed(self, chunk):
        at = chunk.rstrip(b"\n").rfind(b"\n") + 1
        passed, self._held = self._held + chunk[:at], chunk[at:]
        return Passed(passed)

    def idle(self):
        passed, self._held = self._held, b""
        self._meter.says = [FREEZE]
        return Passed(passed)

    close = idle


def test_whoever_reads_what_is_being_written_hears_why_it_stops_at_what_was_held_back(door):
    def guards(permit, *, on_terminal, **_):
        return replace(guards_of(permit, on_terminal=on_terminal), shown=Late(door.meter))

    door.around = replace(door.around, guards=guards)
    try:
        with AtTheGate(door, columns=200) as gate:
            gate.enter("tail app.log lines=2 follow")
            gate.shows("line 299")
            words = said(gate)
            assert "has reached its limit (the next lines would make it 21 of 20)" in words
            assert b"line 300" not in gate.seen
            release(door)
            gate.shows("line 300")
            gate.type(b"q")
            gate.shows(PROMPT)
            gate.enter("exit")
            gate.status()
    finally:
        door.around = replace(door.around, guards=guards_of)


def test_a_judgement_of_what_was_held_back_that_fails_ends_the_session(door):
    class Fails(Late):
        def idle(self):
            passed = super().idle()
            self._meter.says = [GatewayFault("the registrar is gone")]
            return passed

        close = idle

    def guards(permit, *, on_terminal, **_):
        return replace(guards_of(permit, on_terminal=on_terminal), shown=Fails(door.meter))

    door.around = replace(door.around, guards=guards)
    try:
        with AtTheGate(door, columns=200) as gate:
            gate.enter("tail app.log lines=2 follow")
            assert door.registry.ended(seconds=10)[1] == "gateway-fault"
            assert b"line 300" not in door.recorder.all("o")
    finally:
        door.around = replace(door.around, guards=guards_of)


def test_the_pager_stands_still_and_says_so_and_no_longer_once_it_goes_on(door):
    with AtTheGate(door, columns=300) as gate:
        gate.enter("tail app.log lines=300")
        gate.shows("line 1 ")
        door.registry.hold = a_hold(Why.SUPERVISOR, by="yamada")
        door.live.look(door.registry.openings[-1].id)
        gate.shows("Frozen [S-")
        gate.type(b" ")
        gate.type(b"q")
        time.sleep(0.3)
        while gate.channel.recv_ready():
            assert b"line 60" not in gate.channel.recv(65536)
        release(door)
        gate.shows("A supervisor let the session go")
        gate.type(b"q")
        gate.shows(PROMPT)
        gate.enter("exit")
        gate.status()


def test_a_pause_is_left_by_a_key_that_does_nothing_else(door):
    with AtTheGate(door, columns=200) as gate:
        door.meter.says = [Pause(why=Why.NOVEL, so_far=1)]
        gate.enter("tail app.log lines=1")
        gate.shows("Press any key to go on")
        gate.type(b"\x03")  # as good as any
        gate.shows("line 300", "exit status 0", PROMPT)
        gate.enter("exit")
        gate.status()


def test_the_prompt_says_how_many_people_were_shown(door):
    with AtTheGate(door, columns=200) as gate:
        door.meter.counts = Count(used=18, cap=20, near=True)
        gate.run("tail app.log lines=1", "people shown 18/20")
        gate.run("lang ja", "閲覧件数 18／20")
        gate.enter("exit")
        gate.status()
        assert gate.ends().count("of 20 people have been shown") == 1


def test_R42_it_is_cut_while_a_command_stands_still(door):
    with AtTheGate(door, columns=200) as gate:
        door.meter.says = [FREEZE]
        gate.enter("tail app.log lines=2")
        said(gate)
        door.registry.hold = a_hold(Why.PEOPLE)
        began = time.monotonic()
        door.live.end(door.registry.openings[-1].id, Ending(reason=EndReason.CUT))
        assert door.registry.ended(seconds=6)[1] == "cut"
        assert time.monotonic() - began < 6
        assert b"line 299" not in door.recorder.all("o")


def test_whoever_leaves_leaves_no_command_behind(door):
    with AtTheGate(door, columns=200) as gate:
        door.meter.says = [FREEZE]
        gate.enter("tail app.log lines=2")
        said(gate)
        door.registry.hold = a_hold(Why.PEOPLE)
    assert door.registry.ended(seconds=10)[1] == "left"
