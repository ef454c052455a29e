"""While nobody watches, nothing is shown and nothing is typed."""

import threading
import time
from collections.abc import Callable

import pytest

from gateway.authorization.obligations import Watched
from gateway.guards.pipeline import Pipeline
from gateway.relay import attendance
from gateway.relay.attendance import Attendance, AttendedKeyboard, AttendedScreen, Presence
from gateway.relay.screen import PIECE_BYTES
from gateway.vocabulary.outcome import GatewayFault


class Scene:
    """A session whose watcher comes and goes as the test says."""

    def __init__(self, duty=None):
        self.watcher, self.left, self.broken = False, False, False
        self.told, self.said, self.over, self.steps = [], [], 0, []
        self.attendance = Attendance(
            duty=duty or Watched(wait_seconds=60, gone_seconds=60),
            is_watched=self.is_watched,
            has_left=lambda: self.left,
            on_change=self.change,
            tell=self.said.append,
            on_over=self.end,
        )
        parts = {"recorder": self, "notices": self}
        self.screen = AttendedScreen(
            attendance=self.attendance,
            send=lambda data: self.steps.append(("shown", data)),
            send_error=lambda data: self.steps.append(("shown as error", data)),
            guard=Pipeline(),
            error_guard=Pipeline(),
            **parts,
        )
        self.keyboard = AttendedKeyboard(
            attendance=self.attendance,
            bell=lambda: self.steps.append(("bell", b"")),
            guard=Pipeline(),
            spelling=Pipeline(),
            **parts,
        )

    def is_watched(self, seconds):
        if self.broken:
            raise GatewayFault("nobody answers who stands by")
        return self.watcher

    def change(self, presence):
        self.told.append(presence)

    def end(self):
        self.over += 1

    def output(self, data):
        self.steps.append(("kept", data))

    def input(self, data):
        self.steps.append(("typed", data))

    def shows(self, data):
        """Show from a pump's thread, as a session does."""
        pump = threading.Thread(target=self.pump, args=(data,), daemon=True)
        pump.start()
        return pump

    def pump(self, data):
        try:
            self.screen.show(data)
        except EOFError:
            self.steps.append(("over", b""))


def until(what: Callable[[], object]) -> None:
    limit = time.monotonic() + 10
    while not what():
        assert time.monotonic() < limit
        time.sleep(0.005)


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(attendance, "LOOK_SECONDS", 0.01)


@pytest.fixture
def scene():
    scene = Scene()
    yield scene
    scene.attendance.close()


def test_R27_nothing_is_shown_or_typed_before_somebody_watches(scene):
    scene.attendance.start()
    pump = scene.shows(b"row of a customer")
    until(lambda: scene.told == [Presence.AWAITED])
    assert scene.keyboard.typed(b"cat customers.csv\r") == b""
    until(lambda: ("bell", b"") in scene.steps)
    assert scene.keyboard.typed(b"again") == b""
    assert scene.steps == [("bell", b"")]
    scene.watcher = True
    pump.join(10)
    assert scene.told == [Presence.AWAITED, Presence.HERE]
    assert scene.steps[1:] == [("kept", b"row of a customer"), ("shown", b"row of a customer")]
    assert scene.keyboard.typed(b"ls\r") == b"ls\r"


def test_the_gateways_own_words_pass_while_everything_waits(scene):
    scene.attendance.start()
    scene.screen.say("who must come")
    assert ("shown", b"who must come") in scene.steps


def test_R27_it_stands_still_again_when_the_watcher_leaves(scene):
    scene.watcher = True
    scene.attendance.start()
    until(lambda: scene.attendance.here)
    scene.watcher = False
    until(lambda: not scene.attendance.here)
    pump = scene.shows(b"more")
    assert scene.keyboard.typed(b"x") == b""
    until(lambda: scene.told[-1] is Presence.GONE)
    assert not [step for step in scene.steps if step[0] != "bell"]
    scene.watcher = True
    pump.join(10)
    assert ("shown", b"more") in scene.steps
    assert scene.told == [Presence.AWAITED, Presence.HERE, Presence.GONE, Presence.HERE]
    until(lambda: scene.said == scene.told)
    assert scene.over == 0


def test_R27_a_long_output_stops_between_two_pieces(scene):
    scene.watcher = True
    scene.attendance.start()
    until(lambda: scene.attendance.here)
    sent = scene.screen._send

    def send(data):
        sent(data)
        scene.watcher = False
        until(lambda: not scene.attendance.here)

    scene.screen._send = send
    scene.shows(b"x" * (3 * PIECE_BYTES))
    until(lambda: scene.told[-1] is Presence.GONE)
    assert sum(len(data) for step, data in scene.steps if step == "shown") == PIECE_BYTES


@pytest.mark.parametrize("way", ["show", "show_error", "idle", "close", "close_error"])
def test_every_way_to_the_screen_waits(scene, way):
    scene.attendance.start()
    act = getattr(scene.screen, way)
    done = threading.Event()
    threading.Thread(target=lambda: (act(b"x") if way.startswith("show") else act(), done.set()), daemon=True).start()
    assert not done.wait(0.1)
    scene.watcher = True
    assert done.wait(10)


def test_nothing_that_a_guard_held_is_typed_while_nobody_watches(scene):
    assert scene.keyboard.idle() == scene.keyboard.close() == b""


@pytest.mark.parametrize("came_first", [False, True])
def test_R27_without_a_watcher_the_session_ends_once(came_first):
    scene = Scene(Watched(wait_seconds=0 if not came_first else 60, gone_seconds=0))
    scene.watcher = came_first
    scene.attendance.start()
    if came_first:
        until(lambda: scene.attendance.here)
        scene.watcher = False
    until(lambda: scene.over)
    time.sleep(0.05)
    assert scene.over == 1
    scene.attendance.close()


def test_whoever_waits_goes_when_the_session_is_over(scene):
    scene.attendance.start()
    pump = scene.shows(b"x")
    scene.attendance.close()
    pump.join(10)
    assert scene.steps == [("over", b"")]
    assert not scene.attendance.here


def test_a_person_who_left_keeps_nothing_waiting(scene):
    scene.attendance.start()
    pump = scene.shows(b"x")
    scene.left = True
    pump.join(10)
    assert scene.steps == [("over", b"")]
    assert scene.over == 0


def test_a_look_that_fails_counts_as_nobody(scene):
    scene.watcher = scene.broken = True
    scene.attendance.start()
    until(lambda: scene.told == [Presence.AWAITED])
    time.sleep(0.05)
    assert not scene.attendance.here
    assert scene.over == 0, "nobody is waited for, as long as the permit says"


def test_R11_what_cannot_be_journalled_ends_the_session_and_shows_nothing(scene, monkeypatch):
    def full(presence):
        if presence is Presence.HERE:
            raise GatewayFault("the journal is full")

    scene.watcher = True
    scene.attendance._on_change = full
    scene.attendance.start()
    until(lambda: scene.over)
    assert not scene.attendance.here
