"""Amounts told beside what is shown: nobody waits for a commit, nothing is lost, no bound grows."""

import threading
from concurrent.futures import Future
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.disclosure.shell import Amounts
from gateway.disclosure.shell_asking import ShellStopped, ShellTakeAnswer, ShellTaken
from gateway.guards.metering import ShellMeter
from gateway.guards.metering.shell_meter import SHARE
from gateway.guards.opaque import Used
from gateway.guards.verdict import PROCEED, Freeze, Verdict, Why
from gateway.relay.ports import Count
from gateway.relay.shell_counting import TELL_SECONDS, ShellCounter
from gateway.relay.shell_telling import Ask, Telling, on_a_thread
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.disclosure.test_shell import CAPS
from tests.gateway.registrar.a_shell import Keeper

TAKEN = ShellTaken(used=0, cap=20, warned=False)
STOPPED = ShellStopped(why=Why.OPAQUE, used=9000, limit=8192)
LINE = "1029384756\n"  # one bare number


class Postponed(Future[ShellTakeAnswer]):
    """Asked when somebody lets it, or when somebody waits for it."""

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self._ask = ask

    def happen(self) -> None:
        if not self.done():
            try:
                self.set_result(self._ask())
            except GatewayFault as failure:
                self.set_exception(failure)

    def result(self, timeout: float | None = None) -> ShellTakeAnswer:
        self.happen()
        return super().result(timeout)


class Stand:
    """A counter whose tellings happen when the test says so."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.answer: ShellTakeAnswer | GatewayFault = TAKEN
        self.begun: list[Postponed] = []
        self.meter = ShellMeter(CAPS, bytes(32))
        self.counter = ShellCounter(
            session="S-1",
            clients=("C-01",),
            warn_percent=80,
            meter=self.meter,
            register=self,
            digests=Keeper(),
            elsewhere=self._postponed,
        )

    def take_shell(self, session: str, **asked: Any) -> ShellTakeAnswer:
        self.asked.append({"session": session, **asked})
        if isinstance(self.answer, GatewayFault):
            raise self.answer
        return self.answer

    def prints(self, lines: int, at: float) -> Verdict:
        self.counter.observer.read(LINE * lines)
        return self.counter.judge(at)

    @property
    def told(self) -> Amounts:
        return sum((each["unread"] for each in self.asked), Amounts())

    def _postponed(self, ask: Ask) -> "Future[ShellTakeAnswer]":
        self.begun.append(Postponed(ask))
        return self.begun[-1]


def due(stand: Stand) -> None:
    """So many lines that they are due soon, and not yet."""
    assert stand.prints(1, 0.0) is PROCEED
    assert stand.prints(CAPS.bare_lines // SHARE - 2, 1.0) is PROCEED
    assert len(stand.begun) == 1


def test_R07_an_ordinary_piece_waits_for_no_answer() -> None:
    stand = Stand()
    due(stand)
    assert stand.asked == [], "nobody was waited for"
    assert stand.counter.judge(2.0) is PROCEED
    assert len(stand.begun) == 1, "one at a time"
    stand.begun[0].happen()
    assert stand.counter.judge(3.0) is PROCEED
    assert stand.counter.count() == Count(used=0, cap=20, near=False)


def test_R07_a_sixteenth_of_a_limit_waits_for_the_answer_as_before() -> None:
    stand = Stand()
    due(stand)
    assert stand.prints(2, 2.0) is PROCEED
    assert stand.asked, "what was on its way was waited for"
    stand = Stand()
    stand.prints(CAPS.bare_lines // SHARE + 1, 0.0)
    assert (len(stand.asked), stand.begun) == (1, [])


def test_R07_a_stop_told_beside_freezes_the_next_piece() -> None:
    stand = Stand()
    due(stand)
    stand.answer = STOPPED
    stand.begun[0].happen()
    assert stand.counter.judge(2.0) == Freeze(why=Why.OPAQUE, used=9000, limit=8192)


def test_R06_a_stop_from_before_a_release_stops_nothing() -> None:
    stand = Stand()
    due(stand)
    stand.answer = STOPPED
    stand.begun[0].happen()
    stand.counter.released(2.0)
    assert stand.counter.judge(3.0) is PROCEED


def test_R11_what_cannot_be_told_ends_the_session_at_the_next_piece() -> None:
    stand = Stand()
    due(stand)
    stand.answer = GatewayFault("the registrar is gone")
    stand.begun[0].happen()
    with pytest.raises(GatewayFault):
        stand.counter.judge(2.0)


def test_the_end_waits_for_what_is_on_its_way_and_tells_the_rest_once() -> None:
    stand = Stand()
    due(stand)
    stand.counter.observer.read("a,b,c\n" * 10)
    stand.counter.judge(2.0)
    stand.counter.close()
    assert [each["table_lines"] for each in stand.asked] == [0, 10]
    stand.counter.close()
    assert len(stand.asked) == 2


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("prints"), st.integers(0, 30)),
        st.tuples(st.just("answers"), st.just(0)),
        st.tuples(st.just("waits"), st.integers(1, int(TELL_SECONDS) * 2)),
    ),
    max_size=40,
)


@given(ACTS)
def test_R07_nothing_is_lost_nothing_told_twice_and_no_sixteenth_is_shown_unanswered(
    acts: list[tuple[str, int]],
) -> None:
    stand, alone, at = Stand(), ShellMeter(CAPS, bytes(32)), 0.0
    for act, number in acts:
        if act == "prints":
            stand.counter.observer.read(LINE * number)
            alone.read(LINE * number)
        elif act == "answers":
            for each in stand.begun:
                each.happen()
        else:
            at += number
        alone.verdict(at)
        if isinstance(stand.counter.judge(at), Freeze):
            break
        assert stand.meter.news().used.bare_lines * SHARE < CAPS.bare_lines
        assert sum(not each.done() for each in stand.begun) <= 1
    stand.counter.close()
    assert stand.meter.news().used == Used()
    used = alone.news().used
    assert (stand.told.bare_lines, stand.told.volume) == (used.bare_lines, used.volume)


def test_one_telling_at_a_time() -> None:
    telling = Telling(Postponed)
    telling.begin(Used(), 0, 0.0, lambda: TAKEN)
    with pytest.raises(ValueError, match="one telling"):
        telling.begin(Used(), 0, 0.0, lambda: TAKEN)
    assert telling.heard() is None
    told = telling.awaited()
    assert told is not None
    assert told.answer == TAKEN
    assert telling.awaited() is None


def test_on_a_thread_nobody_waits_and_a_failure_is_kept() -> None:
    may = threading.Event()

    def ask() -> ShellTakeAnswer:
        may.wait(10)
        return TAKEN

    def fails() -> ShellTakeAnswer:
        raise GatewayFault("gone")

    future = on_a_thread(ask)
    assert not future.done()
    may.set()
    assert future.result(10) == TAKEN
    with pytest.raises(GatewayFault):
        on_a_thread(fails).result(10)
