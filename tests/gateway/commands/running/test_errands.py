"""Nothing reaches the target that is not in the journal first."""

import threading

import pytest

from gateway.commands.events import Cut
from gateway.commands.running.remote import NoChannel
from gateway.commands.running.words import Why
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.commands.running.an_audited_target import FOLDER, a_target


@pytest.fixture
def target(tmp_path):
    with a_target(tmp_path.resolve()) as target:
        (target.ground / "a.log").write_text("line\n")
        yield target


def fails(_: object) -> None:
    raise GatewayFault("the journal is gone")


def test_R11_what_cannot_be_journalled_is_not_sent(target):
    target.journal = fails
    for values in ({}, {"file": str(target.ground / "a.log")}):
        with pytest.raises(GatewayFault, match="journal"):
            target.run("view" if values else "stay", **values)
    with pytest.raises(GatewayFault, match="journal"):
        target.runner.names_in(FOLDER, str(target.ground), "")
    assert target.asked == []


def test_R11_a_command_whose_own_event_fails_is_not_sent_though_its_path_was_looked_up(target):
    kept = []

    def fails_at_the_second(events):
        if kept:
            fails(events)
        kept.extend(events)

    target.journal = fails_at_the_second
    with pytest.raises(GatewayFault, match="journal"):
        target.run("view", file=str(target.ground / "a.log"))
    assert (len(target.asked), target.executed) == (1, [])


def test_R11_an_end_that_cannot_be_journalled_is_raised(target):
    kept = []

    def fails_at_the_end(events):
        if kept:
            fails(events)
        kept.extend(events)

    target.journal = fails_at_the_end
    with pytest.raises(GatewayFault, match="journal"):
        target.run("say", word="x")


def test_what_no_shell_can_carry_is_refused(target):
    assert target.run("say", word="a\nb")[0].why is Why.NAME
    assert target.asked == []


def test_a_target_that_takes_one_command_at_a_time_completes_nothing_meanwhile(tmp_path):
    with a_target(tmp_path.resolve(), more="MaxSessions 1") as target:
        cancel = threading.Event()
        running = threading.Thread(target=lambda: target.run("stay", None, cancel))
        running.start()
        target.wait_for_executed("stay")
        assert target.runner.names_in(FOLDER, str(target.ground), "") == ()
        with pytest.raises(NoChannel):
            target.run("say", word="x")
        cancel.set()
        running.join(5)
        ended = [event for event in target.of("command.ended") if event.cut is Cut.FAILED]
        assert [(event.left, event.until_seconds) for event in ended] == [
            (True, 635)
        ]  # nobody said that it never began
