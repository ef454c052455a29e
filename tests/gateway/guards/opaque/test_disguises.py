"""The leakage table asserted, with disguises drawn by chance (`tests.seed`); a failure prints its seed."""

import pytest

from tests.corpus.disguises import Disguised, Family, disguises, every_script, found_words
from tests.gateway.guards.opaque.sitting import sit
from tests.seed import SEED

DRAWN = [*disguises(SEED, found_words()), *every_script(SEED)]
ENCODED, ALARM, FREEZE = 100, 300, 1000
SLOWLY = 60.0  # seconds for each kilobyte: what a drip stays under no window with


@pytest.mark.parametrize("number", range(len(DRAWN)))
def test_R07_a_disguise_shows_so_many_people_and_no_more(number: int) -> None:
    one = DRAWN[number]
    sat = sit([(0.0, one.text)])
    assert sat.frozen is not None, (one.name, SEED)
    assert sat.before_alarm is not None
    frozen, alarm = _people(one, sat.characters), _people(one, sat.before_alarm)
    assert frozen <= (ENCODED if one.family is Family.ENCODING else FREEZE), (one.name, SEED)
    assert alarm <= ALARM, (one.name, SEED)


@pytest.mark.parametrize("number", range(0, len(DRAWN), 3))
def test_R07_a_disguise_that_drips_shows_no_more(number: int) -> None:
    one = DRAWN[number]
    lines = [(SLOWLY * len(line) / 1000, line) for line in one.text.splitlines(keepends=True)]
    sat = sit(lines)
    assert sat.frozen is not None, (one.name, SEED)
    assert sat.before_alarm is not None
    assert _people(one, sat.before_alarm) <= ALARM + 50, (one.name, SEED)
    assert _people(one, sat.characters) <= FREEZE, (one.name, SEED)


def _people(one: Disguised, characters: int) -> float:
    return one.people * characters / len(one.text)
