import os
import threading
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gateway.listener.admitted_session import NEARLY_PERCENT, bound_recording
from gateway.sessions.ending import Ender, EndReason, SessionCut
from gateway.sessions.events import RecordingNearlyFull
from gateway.vocabulary.outcome import GatewayFault, Text
from tests.gateway.recording.scene import QUICK, Room

QUOTA = 300_000


class Bounded:
    """A real recorder with a quota, its session's ender, and what was journalled and told."""

    def __init__(self, room: Room, quota: int | None) -> None:
        self.recorder = room.start(limits=replace(QUICK, quota_bytes=quota))
        self.journalled: list[Any] = []
        self.told: list[Text] = []
        self.heard, self.ended = threading.Event(), threading.Event()
        self.cut: list[BaseException] = []
        ender = Ender()
        ender.attach(self._fail)
        admissions: Any = SimpleNamespace(
            proved=SimpleNamespace(person_id="P-1"),
            registry=SimpleNamespace(append=lambda events: self._append(events)),
        )
        admitted: Any = SimpleNamespace(recorder=self.recorder, session="S-1")
        bound_recording(admissions, admitted, ender, self._tell)

    def _append(self, events: list[Any]) -> None:
        self.journalled += events

    def _tell(self, text: Text) -> None:
        self.told.append(text)
        self.heard.set()

    def _fail(self, failure: BaseException) -> None:
        self.cut.append(failure)
        self.ended.set()

    def show(self, size: int) -> None:
        for _ in range(size // 10_000):
            self.recorder.output(os.urandom(10_000))


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_R11_warned_in_words_and_in_the_journal_and_then_ended_in_words(room: Room) -> None:
    bounded = Bounded(room, QUOTA)
    bounded.show(QUOTA // 2)
    assert not bounded.heard.wait(0.2)
    bounded.show(QUOTA * 2 // 5)
    assert bounded.heard.wait(5)
    assert bounded.journalled == [RecordingNearlyFull(person="P-1", session="S-1", quota_bytes=QUOTA)]
    assert f"{NEARLY_PERCENT}%" in bounded.told[0].ja
    assert f"{NEARLY_PERCENT}% of its limit" in bounded.told[0].en
    assert not bounded.ended.is_set()
    bounded.show(QUOTA // 5)
    assert bounded.ended.wait(5)
    (cut,) = bounded.cut
    assert isinstance(cut, SessionCut)
    assert cut.ending.reason is EndReason.RECORDING_FULL
    assert cut.ending.text is not None
    assert "録画が1セッションの上限に達した" in cut.ending.text.ja
    assert "has reached the limit" in cut.ending.text.en
    sealed = bounded.recorder.seal(cut.ending.reason.value)
    assert room.library.verify(sealed.recording, sealed.final_hash).holds
    assert (len(bounded.journalled), len(bounded.told)) == (1, 1)


def test_a_warning_that_cannot_be_journalled_is_not_given_and_the_end_comes_all_the_same(room: Room) -> None:
    bounded = Bounded(room, QUOTA)

    def broken(_: list[Any]) -> None:
        raise GatewayFault("the registrar is gone")

    bounded._append = broken  # type: ignore[method-assign]
    bounded.show(QUOTA * 2)
    assert bounded.ended.wait(5)
    bounded.recorder.seal("over")


def test_without_a_quota_nothing_is_bounded(room: Room) -> None:
    bounded = Bounded(room, None)
    bounded.show(QUOTA * 2)
    bounded.recorder.seal("over")
    assert (bounded.cut, bounded.told) == ([], [])
