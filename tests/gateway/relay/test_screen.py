"""Recorded before shown, and no second way round."""

import threading

import pytest

from gateway.guards.stage import Finding, Passed
from gateway.relay.screen import Screen
from gateway.vocabulary.outcome import GatewayFault


class Log:
    """Recorder and wire in one list, so that the order is what is asserted."""

    def __init__(self):
        self.steps, self.fails = [], False

    def output(self, data):
        if self.fails:
            raise GatewayFault("the disk is full")
        self.steps.append(("kept", data))

    def send(self, data):
        self.steps.append(("shown", data))

    def send_error(self, data):
        self.steps.append(("shown as error", data))


def a_screen(log, *stages, findings=None):
    return Screen(
        recorder=log,
        send=log.send,
        send_error=log.send_error,
        stages=stages,
        on_findings=([] if findings is None else findings).append,
    )


@pytest.mark.parametrize("way", ["show", "show_error", "say", "say_error"])
def test_R37_whatever_is_shown_was_kept_before(way):
    log = Log()
    getattr(a_screen(log), way)("words" if way.startswith("say") else b"words")
    assert [step for step, _ in log.steps] == ["kept", "shown as error" if way.endswith("error") else "shown"]
    assert {data for _, data in log.steps} == {b"words"}


@pytest.mark.parametrize("way", ["show", "show_error", "say", "say_error"])
def test_R37_what_cannot_be_kept_is_not_shown(way):
    log = Log()
    log.fails = True
    with pytest.raises(GatewayFault):
        getattr(a_screen(log), way)("words" if way.startswith("say") else b"words")
    assert log.steps == []


def test_our_own_words_go_to_the_line_start():
    log = Log()
    a_screen(log).say("a\nb\n")
    assert log.steps[0] == ("kept", b"a\r\nb\r\n")


class Upper:
    def feed(self, chunk):
        return Passed(chunk.upper(), (Finding("seen", len(chunk), "x"),) if chunk else ())


class Nothing:
    def feed(self, chunk):
        return Passed(b"")


class Stop:
    def feed(self, chunk):
        raise GatewayFault("refused by a guard")


def test_stages_come_before_the_recorder_in_their_order():
    log, findings = Log(), []
    a_screen(log, Upper(), findings=findings).show(b"abc")
    assert log.steps == [("kept", b"ABC"), ("shown", b"ABC")]
    assert [one.kind for (one,) in findings] == ["seen"]


def test_what_a_stage_holds_back_is_neither_kept_nor_shown():
    log = Log()
    a_screen(log, Nothing()).show(b"abc")
    assert log.steps == []


def test_a_stage_that_raises_ends_it_before_anything_is_shown():
    log = Log()
    with pytest.raises(GatewayFault):
        a_screen(log, Upper(), Stop()).show(b"abc")
    assert log.steps == []


def test_two_streams_never_mix_between_keeping_and_showing():
    log = Log()
    screen = a_screen(log)
    threads = [
        threading.Thread(target=lambda show=show, mark=mark: [show(mark) for _ in range(300)])
        for show, mark in ((screen.show, b"o"), (screen.show_error, b"e"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pairs = list(zip(log.steps[::2], log.steps[1::2], strict=True))
    assert all(kept[0] == "kept" and kept[1] == shown[1] for kept, shown in pairs)
