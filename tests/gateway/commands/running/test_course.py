"""The course of an exec: bounds, and what a target cannot make us believe."""

import threading

import pytest

from gateway.commands.events import Cut
from gateway.commands.running.course import Bounds, Course
from gateway.commands.running.remote import Remote
from gateway.commands.running.scripts import MARK, NotBegun
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.outcome import TargetError
from tests.gateway.commands.running.test_remote import connected, on, only_for_exec
from tests.gateway.relay.ssh.a_scripted_target import Conversation

BOUNDS = Bounds(seconds=5, output_bytes=1000)


def run(script, bounds: Bounds = BOUNDS):
    out, err = bytearray(), bytearray()
    with on(only_for_exec(script)) as target:
        course = Course(Remote(connected(target), b"x"), bounds, SystemClock())
        ran = course.run(out.extend, err.extend, threading.Event())
    return course, ran, bytes(out), bytes(err)


def saying(*data: bytes, status: int | None = 0):
    def script(conversation: Conversation) -> None:
        conversation.begin()
        messages = [conversation.data(each) for each in data]
        if status is not None:
            messages.append(conversation.status(status))
        conversation.together(*messages, conversation.eof(), conversation.close())

    return script


def test_what_stands_before_the_mark_is_not_shown():
    course, ran, out, _ = run(saying(b"welcome\nsekisho-", b"begins\nout"))
    assert (course.is_begun, ran.status, out, ran.shown_bytes) == (True, 0, b"out", 3)


@pytest.mark.parametrize("status", NotBegun)
def test_the_frames_statuses_mean_something_only_without_the_mark(status):
    assert run(saying(status=status))[0].not_begun is status
    assert run(saying(MARK, status=status))[0].not_begun is None


def test_a_target_that_says_no_status_may_have_left_something():
    ran = run(saying(MARK, b"x", status=None))[1]
    assert (ran.status, ran.cut, ran.left) == (None, None, True)


def test_both_streams_are_bounded_together():
    def script(conversation: Conversation) -> None:
        conversation.begin()
        conversation.say(conversation.data(MARK + b"o" * 600))
        conversation.say(conversation.stderr(b"e" * 600))

    _, ran, out, err = run(script)
    assert (ran.cut, len(out) + len(err), ran.shown_bytes, ran.left) == (Cut.BYTES, 1000, 1000, True)


def test_a_shell_that_talks_without_end_before_it_runs_anything_is_ended():
    _, ran, out, _ = run(saying(b"x" * 20_000, status=None))
    assert (ran.cut, out) == (Cut.BYTES, b"")


def test_a_line_that_breaks_is_a_fault_of_the_target():
    def script(conversation: Conversation) -> None:
        conversation.begin()
        conversation.say(conversation.data(MARK))
        conversation.transport.close()

    with pytest.raises(TargetError):
        run(script)


def test_the_targets_own_clock_is_the_later_one():
    assert Bounds(seconds=30, output_bytes=1, held_seconds=600).target_seconds == 635
