import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authentication.pace import PACE_SECONDS, shortfall


@pytest.mark.parametrize(
    ("elapsed", "whole"), [(0.0, 0.5), (0.004, 0.5), (0.31, 0.5), (0.5, 0.5), (0.51, 1.0), (7.2, 7.5)]
)
def test_refusals_take_whole_paces(elapsed, whole):
    assert elapsed + shortfall(elapsed) == pytest.approx(whole)


@given(st.floats(0, 3600))
def test_a_pause_is_never_negative_nor_longer_than_a_pace(elapsed):
    assert 0 <= shortfall(elapsed) <= PACE_SECONDS
    paces = (elapsed + shortfall(elapsed)) / PACE_SECONDS
    assert math.isclose(paces, round(paces), abs_tol=1e-6)
