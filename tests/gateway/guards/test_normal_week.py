"""A normal week through the whole chain: guards, masker, meter, counter; nothing freezes, half an hour pauses once at most."""

import random

import pytest

from tests.corpus.chain import Session, Sitting
from tests.corpus.normal_week import COLUMNS, HALF_AN_HOUR, PAGE, activities, painted
from tests.tables import Print

ACTIVITIES = {**activities(), **painted()}
SHORT = 330.0  # seconds: a window of five minutes and what falls out of it
TITLE = "a normal week through the whole chain"


def at_work(name: str, seed: str, seconds: float) -> Sitting:
    shown = ACTIVITIES[name](random.Random(seed))
    session = Session(size=(COLUMNS, PAGE + 1))
    return session.shows(((one.after, one.text.replace("\n", "\r\n").encode()) for one in shown), until=seconds)


def line_of(name: str, sitting: Sitting) -> str:
    froze = "nothing" if sitting.frozen is None else sitting.frozen.why.value
    return (
        f"  {name:18} {sitting.seconds / 60:5.0f} min {sitting.shown / 1e3:8.0f} kB  {sitting.most_pauses} pauses in 30 min  "
        f"{sitting.people:3} people counted  frozen by {froze}"
    )


@pytest.mark.parametrize("name", ACTIVITIES)
def test_R07_some_minutes_of(name: str, table: Print) -> None:
    sitting = at_work(name, name, SHORT)
    table(TITLE, [line_of(name, sitting)])
    _holds(sitting)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", ACTIVITIES)
def test_R07_half_an_hour_of(name: str, table: Print) -> None:
    for seed in range(3):
        sitting = at_work(name, f"{name} {seed}", HALF_AN_HOUR)
        table(f"{TITLE}, half an hour each", [line_of(name, sitting)])
        _holds(sitting)


def _holds(sitting: Sitting) -> None:
    assert sitting.frozen is None
    assert sitting.most_pauses <= 1
    assert sitting.people <= 5
    assert sitting.shown > 1_000
