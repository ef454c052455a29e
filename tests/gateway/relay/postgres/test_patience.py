"""The clocks of a session."""

import pytest

from gateway.authorization.limits import DatabaseLimits
from gateway.relay.postgres.patience import Patience, Patient
from gateway.sessions.ending import EndReason, SessionCut
from gateway.vocabulary.outcome import TargetError


class Clock:
    now_is = 100.0

    def monotonic(self):
        return self.now_is


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def patient(clock):
    cancelled = []
    limits = DatabaseLimits(statement_seconds=30, rows=1, group_size=2, idle_seconds=600)
    patient = Patient(
        Patience(unread_seconds=60, silence_seconds=10), limits, clock, lambda: cancelled.append(clock.now_is)
    )
    patient.cancelled = cancelled
    return patient


def later(clock, patient, seconds, *, unsent=0, is_busy=False):
    clock.now_is += seconds
    patient.look(unsent=unsent, is_busy=is_busy)


def test_results_that_are_not_taken(clock, patient):
    later(clock, patient, 0, unsent=1000)
    later(clock, patient, 59, unsent=1000)
    later(clock, patient, 59, unsent=999)  # a little was
    with pytest.raises(SessionCut) as cut:
        later(clock, patient, 61, unsent=2000)
    assert cut.value.ending.reason is EndReason.UNREAD


def test_nothing_is_asked(clock, patient):
    later(clock, patient, 599)
    patient.asked()
    later(clock, patient, 599)
    with pytest.raises(SessionCut) as cut:
        later(clock, patient, 2)
    assert cut.value.ending.detail == "idle"


def test_a_long_answer_is_no_idleness(clock, patient):
    for _ in range(50):
        patient.heard()
        later(clock, patient, 39, is_busy=True)
    later(clock, patient, 500)


def test_a_target_that_says_nothing_is_asked_to_stop_and_then_left(clock, patient):
    later(clock, patient, 39, is_busy=True)
    assert patient.cancelled == []
    later(clock, patient, 2, is_busy=True)
    later(clock, patient, 2, is_busy=True)
    assert patient.cancelled == [141.0]
    with pytest.raises(TargetError) as fault:
        later(clock, patient, 8, is_busy=True)
    assert "did not answer" in fault.value.text.en
