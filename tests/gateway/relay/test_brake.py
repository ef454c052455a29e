"""What stops a running session, and what alone lets it go on."""

import threading
import time
from collections.abc import Iterator

import pytest

from gateway.authorization.limits import OnTransferStart
from gateway.guards.pipeline import Pipeline
from gateway.guards.stage import Passed
from gateway.guards.transfer import Direction, Tripwire
from gateway.guards.verdict import PROCEED, Freeze, Pause, Slow, Why
from gateway.relay import brake as brakes
from gateway.relay import thrown_away
from gateway.relay.pieces import SPARSE_BYTES
from gateway.relay.ports import Count
from gateway.relay.screen import PIECE_BYTES
from gateway.relay.stops import LittleLeft, Stands, WentOn
from gateway.relay.thrown_away import Typed
from gateway.sessions.standing import Course
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.relay.a_braked_session import Scene, a_hold, until

PAUSE = Pause(why=Why.NOVEL, so_far=1)
FREEZE = Freeze(why=Why.PEOPLE, used=21, limit=20)
ZMODEM = b"**\x18B00000000000000\r\x8a\x11"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brakes, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(brakes, "READ_SECONDS", 0.0)
    monkeypatch.setattr(thrown_away, "BURST_SECONDS", 0.0)


@pytest.fixture
def scene() -> Iterator[Scene]:
    scene = Scene()
    yield scene
    scene.close()


def test_what_may_be_shown_is_kept_and_shown_in_one_go(scene: Scene) -> None:
    data = b"x" * (3 * SPARSE_BYTES + 5)
    scene.screen.show(data)
    assert scene.steps == [("kept", data), ("shown", data)]
    assert scene.meter.judged == 4


def test_a_long_output_goes_out_in_bounded_pieces_and_each_kilobyte_is_judged(scene: Scene) -> None:
    data = b"y" * (2 * PIECE_BYTES + 100)
    scene.screen.show(data)
    assert scene.shown == data
    assert max(len(sent) for step, sent in scene.steps if step == "shown") <= PIECE_BYTES
    assert scene.meter.judged == 2 * PIECE_BYTES // SPARSE_BYTES + 1


def test_what_nobody_counts_is_not_torn_into_small_pieces_and_still_judged(scene: Scene) -> None:
    scene.meter.is_counting = False
    scene.screen.show(b"z" * (2 * PIECE_BYTES + 100))
    assert [len(data) for step, data in scene.steps if step == "shown"] == [PIECE_BYTES, PIECE_BYTES, 100]
    assert scene.meter.judged == 3


def test_R07_a_freeze_is_journalled_before_it_is_told_and_nothing_further_is_shown(scene: Scene) -> None:
    scene.meter.says = [PROCEED, FREEZE]
    pump = scene.shows(b"a" * SPARSE_BYTES + b"b" * 10)
    until(scene.told)
    assert scene.steps == [
        ("kept", b"a" * SPARSE_BYTES),  # what had passed before is shown first
        ("shown", b"a" * SPARSE_BYTES),
        ("journal", Course.FROZEN),
        ("told", Stands(why=Why.PEOPLE, used=21, limit=20)),
    ]
    assert scene.register.told == [(Course.FROZEN, Why.PEOPLE, 21, 20)]
    time.sleep(0.05)
    assert pump.is_alive()
    assert scene.brake.course is Course.FROZEN


def test_R07_whatever_is_typed_while_frozen_is_thrown_away_with_a_bell_control_c_too(scene: Scene) -> None:
    scene.meter.says = [FREEZE]
    scene.shows(b"more")
    until(scene.told)
    for typed in (b"\x03", b"rm -rf /\r", b"\x04", b"\x1a", b"\x1c"):
        assert scene.keyboard.typed(typed) == b""
    until(lambda: ("bell", b"") in scene.steps)
    assert scene.keyboard.idle() == scene.keyboard.close() == b""
    assert not scene.keyboard.listens
    assert not [step for step in scene.steps if step[0] == "typed"]
    assert scene.heard == []
    assert scene.shown == b""


def test_a_supervisors_release_lets_it_go_on_and_is_asked_of_the_meter_again(scene: Scene) -> None:
    scene.meter.says = [FREEZE]
    pump = scene.shows(b"more")
    until(scene.told)
    scene.keyboard.typed(b"\x03\x03")
    scene.register.release()
    scene.brake.look()
    pump.join(10)
    assert scene.shown == b"more"
    assert scene.meter.steps == ["released"]
    assert scene.meter.judged == 2
    assert scene.register.told[-1] == (Course.RUNNING, Why.PEOPLE, 2, 0)
    kinds = [step for step, _ in scene.steps]
    assert kinds.index("journal", kinds.index("told")) < kinds.index("shown")
    until(lambda: scene.told()[-1] == WentOn(after=Course.FROZEN))
    assert scene.keyboard.typed(b"ls\r") == b"ls\r"
    assert scene.heard == [b"ls\r"]


def test_a_release_within_caps_that_are_still_used_up_freezes_again(scene: Scene) -> None:
    scene.meter.says = [FREEZE, FREEZE]
    scene.shows(b"more")
    until(scene.told)
    scene.register.release()
    scene.brake.look()
    until(lambda: len([word for word in scene.told() if isinstance(word, Stands)]) == 2)
    assert scene.shown == b""


def test_nothing_but_the_registrars_word_ends_a_freeze(scene: Scene) -> None:
    scene.meter.says = [FREEZE]
    scene.shows(b"more")
    until(scene.told)
    for _ in range(3):
        scene.brake.look()
        scene.keyboard.typed(b" ")
        time.sleep(0.03)
    assert scene.brake.course is Course.FROZEN
    assert scene.shown == b""


def test_whoever_is_frozen_again_before_it_is_written_that_he_goes_on_stays_frozen(scene: Scene) -> None:
    scene.meter.says = [FREEZE]
    scene.shows(b"more")
    until(scene.told)
    asked = []
    scene.register.held = lambda: asked.append(1)  # type: ignore[method-assign, assignment, return-value]
    scene.brake.look()
    until(lambda: len(asked) >= 2 or (asked and not scene.brake.look()))
    assert scene.brake.course is Course.FROZEN
    assert scene.shown == b""
    assert scene.meter.steps == []


def test_a_release_is_heard_without_news_too(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brakes, "ASK_SECONDS", 0.05)
    scene.meter.says = [FREEZE]
    pump = scene.shows(b"more")
    until(scene.told)
    scene.register.release()
    pump.join(10)
    assert scene.shown == b"more"


def test_news_of_a_freeze_elsewhere_stops_an_idle_session(scene: Scene) -> None:
    scene.register.hold = a_hold(by="yamada")
    scene.brake.look()
    until(scene.told)
    assert scene.told() == [Stands(why=Why.SUPERVISOR, by="yamada")]
    assert scene.keyboard.typed(b"\x03") == b""
    pump = scene.shows(b"quiet")
    time.sleep(0.05)
    assert pump.is_alive()
    assert scene.shown == b""
    scene.register.release()
    scene.brake.look()
    pump.join(10)
    assert scene.shown == b"quiet"


def test_a_frozen_persons_new_session_begins_frozen(scene: Scene) -> None:
    scene.register.hold = a_hold(Why.ELSEWHERE)
    scene.brake.start()
    assert scene.brake.course is Course.FROZEN
    scene.shows(b"welcome")
    time.sleep(0.05)
    assert scene.shown == b""


def test_nobody_takes_it_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = Scene(frozen_seconds=0.1)
    scene.meter.says = [FREEZE]
    began = time.monotonic()
    scene.shows(b"more")
    assert scene.over.wait(0.3)  # three times what is promised
    assert time.monotonic() - began >= 0.1
    assert scene.shown == b""
    scene.close()


def test_the_session_ends_while_it_is_frozen(scene: Scene) -> None:
    scene.meter.says = [FREEZE]
    pump = scene.shows(b"more")
    until(scene.told)
    scene.close()
    pump.join(10)
    assert isinstance(scene.steps[-1][1], EOFError)
    assert scene.shown == b""


def test_the_person_leaves_while_it_is_frozen(scene: Scene) -> None:
    scene.meter.says = [FREEZE]
    pump = scene.shows(b"more")
    until(scene.told)
    scene.left = True
    pump.join(1)
    assert isinstance(scene.steps[-1][1], EOFError)


# -- pauses -----------------------------------------------------------------------------------------------------------


def test_any_key_ends_a_pause_and_goes_nowhere(scene: Scene) -> None:
    scene.meter.says = [PAUSE]
    pump = scene.shows(b"QmFzZTY0")
    until(scene.told)
    assert scene.shown == b""
    assert scene.keyboard.typed(b"q") == b""
    pump.join(10)
    assert scene.shown == b"QmFzZTY0"
    assert scene.meter.steps == ["paused", "resumed"]
    assert scene.register.told == [(Course.PAUSED, Why.NOVEL, 1, 0), (Course.RUNNING, Why.NOVEL, 1, 0)]
    assert scene.told() == [PAUSE, WentOn(after=Course.PAUSED)]
    assert scene.heard == []
    assert not [step for step in scene.steps if step[0] in ("typed", "bell")]


@pytest.mark.parametrize(
    "answer",
    [
        b"\x1b[24;80R",
        b"\x1b[?62;c",
        b"\x1b[>41;354;0c",
        b"\x1b[I",
        b"\x1b[O",
        b"\x1b[<0;10;20M",
        b"\x1b[<35;1;1m",
        b"\x1b[M !!",
        b"\x1b]11;rgb:0000/0000/0000\x07",
        b"\x1bP1+r544e\x1b\\",
        b"\x1b[0n",
        b"\x1b[?1;2c",
    ],
)
def test_what_a_terminal_says_by_itself_is_no_key(scene: Scene, answer: bytes) -> None:
    scene.meter.says = [PAUSE]
    scene.shows(b"x")
    until(scene.told)
    assert scene.brake.typed(answer) is Typed.SWALLOWED
    assert scene.brake.course is Course.PAUSED
    assert scene.brake.typed(answer + b"\x1b[A") is Typed.SWALLOWED
    assert scene.brake.course is Course.RUNNING


def test_what_was_typed_ahead_ends_no_pause(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brakes, "READ_SECONDS", 30.0)
    scene.meter.says = [PAUSE]
    scene.shows(b"x")
    until(scene.told)
    assert scene.keyboard.typed(b"     ") == b""
    assert scene.brake.course is Course.PAUSED
    assert scene.shown == b""


def test_the_rest_of_a_paste_goes_where_its_beginning_went(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thrown_away, "BURST_SECONDS", 0.2)
    scene.meter.says = [PAUSE]
    pump = scene.shows(b"z")
    until(scene.told)
    for part in (b"rm -r tmp", b"/kept", b" /all\r"):
        assert scene.keyboard.typed(part) == b""
    pump.join(10)
    assert scene.brake.course is Course.RUNNING
    time.sleep(0.25)
    assert scene.keyboard.typed(b"ls\r") == b"ls\r"
    assert scene.heard == [b"ls\r"]


@pytest.mark.parametrize("after", ["pause", "freeze"])
def test_a_paste_that_says_where_it_ends_is_lost_to_there_however_slowly_it_comes(scene: Scene, after: str) -> None:
    scene.meter.says = [PAUSE if after == "pause" else FREEZE]
    pump = scene.shows(b"z")
    until(scene.told)
    assert scene.keyboard.typed(b"\x1b[200~first\r") == b""
    scene.register.release()
    scene.brake.look()
    pump.join(10)
    assert scene.brake.course is Course.RUNNING
    time.sleep(0.02)
    assert scene.keyboard.typed(b"second\r") == b""
    time.sleep(0.02)
    assert scene.keyboard.typed(b"third\r\x1b[201~") == b""
    assert scene.keyboard.typed(b"ls\r") == b"ls\r"


def test_a_paste_without_an_end_does_not_take_the_keyboard_away(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thrown_away, "PASTE_SECONDS", 0.05)
    scene.meter.says = [PAUSE]
    pump = scene.shows(b"z")
    until(scene.told)
    assert scene.keyboard.typed(b"\x1b[200~\x1b[201~\x1b[200~no end") == b""
    pump.join(10)
    time.sleep(0.1)
    assert scene.keyboard.typed(b"ls\r") == b"ls\r"


def test_a_paused_session_can_be_frozen_and_no_key_helps_then(scene: Scene) -> None:
    scene.meter.says = [PAUSE]
    pump = scene.shows(b"x")
    until(scene.told)
    scene.register.hold = a_hold()
    scene.brake.look()
    until(lambda: scene.brake.course is Course.FROZEN)
    assert scene.brake.typed(b" ") is Typed.DISCARDED
    assert scene.shown == b""
    scene.register.release()
    scene.brake.look()
    pump.join(10)
    assert scene.shown == b"x"


def test_slow_output_waits_as_long_as_it_is_told_to_and_is_not_asked_again(scene: Scene) -> None:
    scene.meter.says = [Slow(seconds=0.15), Freeze(why=Why.VOLUME, used=1, limit=1)]
    began = time.monotonic()
    scene.screen.show(b"listing")
    assert 0.15 <= time.monotonic() - began < 0.45
    assert scene.shown == b"listing"
    assert scene.meter.judged == 1


def test_a_slow_session_that_ends_does_not_wait(scene: Scene) -> None:
    scene.meter.says = [Slow(seconds=60)]
    pump = scene.shows(b"listing")
    time.sleep(0.05)
    scene.close()
    pump.join(1)
    assert not pump.is_alive()
    assert scene.shown == b""


# -- the count --------------------------------------------------------------------------------------------------------


def test_the_count_is_told_as_it_changes_and_the_warning_once(scene: Scene) -> None:
    for used in (15, 15, 16, 17):
        scene.meter.counts = Count(used=used, cap=20, near=used >= 16)
        scene.screen.show(b".")
    assert [each.used for step, each in scene.steps if step == "count"] == [15, 16, 17]
    assert scene.told() == [LittleLeft(count=Count(used=16, cap=20, near=True))]


# -- fail closed ------------------------------------------------------------------------------------------------------


def test_a_meter_that_fails_shows_nothing_and_ends_the_session(scene: Scene) -> None:
    scene.meter.says = [GatewayFault("cannot count")]
    with pytest.raises(GatewayFault):
        scene.screen.show(b"data")
    assert scene.shown == b""


def test_a_freeze_that_cannot_be_journalled_shows_nothing_and_ends_the_session(scene: Scene) -> None:
    scene.register.fails = GatewayFault("no registrar")
    scene.meter.says = [FREEZE]
    with pytest.raises(GatewayFault):
        scene.screen.show(b"data")
    assert scene.shown == b""


def test_a_frozen_session_whose_registrar_is_gone_ends(scene: Scene) -> None:
    scene.meter.says = [FREEZE]
    scene.shows(b"data")
    until(scene.told)
    scene.register.fails = GatewayFault("no registrar")
    scene.brake.look()
    until(lambda: scene.failures)
    assert scene.shown == b""


def test_news_that_cannot_be_asked_about_end_the_session(scene: Scene) -> None:
    scene.register.fails = GatewayFault("no registrar")
    scene.brake.look()
    until(lambda: scene.failures)


def test_a_key_that_cannot_be_journalled_does_not_end_the_pause(scene: Scene) -> None:
    scene.meter.says = [PAUSE]
    scene.shows(b"x")
    until(scene.told)
    scene.register.fails = GatewayFault("no registrar")
    with pytest.raises(GatewayFault):
        scene.keyboard.typed(b" ")
    assert scene.shown == b""


# -- our own words, and the other stream ------------------------------------------------------------------------------


def test_our_own_words_pass_while_it_is_frozen(scene: Scene) -> None:
    scene.meter.says = [FREEZE]
    scene.shows(b"more")
    until(scene.told)
    began = time.monotonic()
    scene.screen.say("frozen")
    assert scene.shown == b"frozen"
    assert time.monotonic() - began < 1


def test_the_error_stream_stands_still_too(scene: Scene) -> None:
    scene.meter.says = [FREEZE]
    scene.shows(b"more")
    until(scene.told)
    other = threading.Thread(target=scene.screen.show_error, args=(b"err",), daemon=True)
    other.start()
    time.sleep(0.05)
    assert not [step for step in scene.steps if step[0] == "shown as error"]
    scene.register.release()
    scene.brake.look()
    other.join(10)
    assert ("shown as error", b"err") in scene.steps


class APainter:
    """A full-screen program's picture."""

    holds = False

    def __init__(self) -> None:
        self.on_screen = True
        self.resized: list[tuple[int, int]] = []
        self.heard: list[bytes] = []

    def typed(self, data: bytes) -> None:
        self.heard.append(data)

    def resize(self, columns: int, rows: int) -> None:
        self.resized.append((columns, rows))

    def said(self, data: bytes) -> bytes:
        return b"<" + data + b">"

    def paint(self) -> Passed:
        return Passed(b"")

    def repaint(self) -> bytes:
        return b"the whole picture"


def test_a_resize_and_an_echo_wait_for_no_frozen_screen() -> None:
    painter = APainter()
    scene = Scene(painter=painter)
    scene.meter.says = [FREEZE]
    scene.shows(b"more")
    until(scene.told)
    began = time.monotonic()
    scene.screen.resize(100, 30)
    scene.screen.typed(b"x")
    scene.screen.paint(b"banner")  # cannot get the stream's lock: it passes all the same
    assert time.monotonic() - began < 1
    assert painter.resized == [(100, 30)]
    assert painter.heard == [b"x"]
    assert scene.shown == b"banner"
    scene.close()


def test_our_own_words_let_nothing_go_that_was_not_judged() -> None:
    painter = APainter()
    scene = Scene(painter=painter)
    scene.screen.say("words")
    painter.holds = True
    scene.screen.say("words")
    assert scene.shown == b"<words>words"
    scene.close()


def test_a_picture_is_put_back_when_it_goes_on() -> None:
    painter = APainter()
    scene = Scene(painter=painter)
    scene.screen.paint(b"words")
    scene.screen.redraw()
    assert scene.shown == b"<words>the whole picture"
    scene.close()


# -- a transfer that begins -------------------------------------------------------------------------------------------


def a_tripwire(direction: Direction) -> Pipeline:
    return Pipeline([Tripwire(direction)])


def test_R03_a_transfer_freezes_where_the_policy_says_so_and_each_new_start_again() -> None:
    scene = Scene(guard=a_tripwire(Direction.OUTPUT), on_transfer_start=OnTransferStart.FREEZE)
    pump = scene.shows(b"before" + ZMODEM + b"after")
    until(scene.told)
    assert scene.told() == [Stands(why=Why.TRANSFER)]
    assert scene.shown.startswith(b"before")
    assert ZMODEM not in scene.shown
    assert ("tripped", "transfer.zmodem") in scene.steps
    scene.register.release()
    scene.brake.look()
    pump.join(10)
    scene.screen.show(b"prompt$ ")
    assert scene.shown.endswith(b"prompt$ ")
    assert b"after" not in scene.shown
    scene.shows(ZMODEM)
    until(lambda: len([word for word in scene.told() if isinstance(word, Stands)]) == 2)
    scene.close()


def test_R03_a_transfer_ends_the_session_where_the_policy_says_nothing_else() -> None:
    scene = Scene(guard=a_tripwire(Direction.OUTPUT))
    scene.shows(ZMODEM).join(10)
    assert scene.steps[-1][0] == "pump failed"
    assert scene.told() == []
    scene.close()


def test_R03_a_transfer_from_the_persons_side_freezes_and_reaches_no_target() -> None:
    scene = Scene(typed_guard=a_tripwire(Direction.INPUT), on_transfer_start=OnTransferStart.FREEZE)
    start = b"**\x18B0100000023be50\r\x8a\x11"
    assert start not in scene.keyboard.typed(start)
    assert scene.told() == [Stands(why=Why.TRANSFER)]
    assert scene.keyboard.typed(b"x") == b""
    scene.close()
