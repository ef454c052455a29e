"""A normal week is never disturbed: half an hour of each activity freezes nothing and pauses once at most."""

import random

import pytest

from tests.corpus.normal_week import HALF_AN_HOUR, activities
from tests.gateway.guards.opaque.sitting import sit


@pytest.mark.parametrize("name", activities())
def test_R07_half_an_hour_of(name: str) -> None:
    shown = activities()[name](random.Random(name))
    sat = sit(((one.after, one.text) for one in shown), until=HALF_AN_HOUR)
    assert sat.frozen is None
    assert sat.most_pauses <= 1
    assert sat.characters > 1_000
