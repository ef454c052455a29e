"""The three faults are the target's, and are told apart."""

import pytest

from gateway.relay import reaching
from gateway.relay.ssh import dialling
from gateway.vocabulary.outcome import TargetError


@pytest.mark.parametrize("fault", [reaching.Unreachable, reaching.AnotherHost, reaching.NotLetIn])
def test_each_is_the_targets_fault_with_the_words_it_was_given(fault):
    raised = fault("detail", reaching.UNREACHABLE)
    assert isinstance(raised, TargetError)
    assert raised.text is reaching.UNREACHABLE
    assert getattr(dialling, fault.__name__) is fault
