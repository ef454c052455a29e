import itertools

import pytest

from gateway.sessions.session import NEXT, Happening, State, after
from gateway.vocabulary.outcome import GatewayFault


@pytest.mark.parametrize(("state", "happening"), list(itertools.product(State, Happening)))
def test_a_life_is_the_table_and_nothing_else(state, happening):
    if (state, happening) in NEXT:
        assert after(state, happening) is NEXT[state, happening]
    else:
        with pytest.raises(GatewayFault):
            after(state, happening)


def test_what_has_ended_stays_ended():
    assert not [pair for pair in NEXT if pair[0] in (State.ENDED, State.BROKEN)]


def test_only_a_good_bye_ends_and_only_a_silence_breaks():
    assert {state for (_, happening), state in NEXT.items() if happening is Happening.SAID_END} == {State.ENDED}
    assert {state for (_, happening), state in NEXT.items() if happening is Happening.VANISHED} == {State.BROKEN}
