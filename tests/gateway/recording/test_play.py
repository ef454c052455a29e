from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gateway.recording.play import GOOD_FOR, SEARCHED_FOR, Hindrance, Play, hindrance, search_hindrance

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PLAY = Play(id="V-1", recording="R-1", person="P-1", web="W-1", made_at=NOW)
HIS = {"recording": "R-1", "person": "P-1", "web": "W-1"}
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("other", [{"recording": "R-2"}, {"person": "P-2"}, {"web": "W-2"}])
def test_R40_a_play_is_of_one_recording_one_person_one_web_session(other):
    taken = replace(PLAY, taken_at=NOW)
    assert hindrance(PLAY, **(HIS | other), now=NOW) is Hindrance.NOT_HIS
    assert search_hindrance(taken, **(HIS | other), now=NOW) is Hindrance.NOT_HIS
    assert hindrance(None, **HIS, now=NOW) is Hindrance.NOT_HIS
    assert search_hindrance(None, **HIS, now=NOW) is Hindrance.NOT_HIS


def test_R40_its_frames_are_taken_once_within_its_minute():
    assert hindrance(PLAY, **HIS, now=NOW) is None
    assert hindrance(PLAY, **HIS, now=NOW + GOOD_FOR) is None
    assert hindrance(PLAY, **HIS, now=NOW + GOOD_FOR + SECOND) is Hindrance.LATE
    assert hindrance(PLAY, **HIS, now=NOW - SECOND) is Hindrance.LATE, "a clock that was put back permits nothing"
    assert hindrance(replace(PLAY, taken_at=NOW), **HIS, now=NOW) is Hindrance.TAKEN


def test_it_is_searched_after_that_and_not_for_ever():
    taken = replace(PLAY, taken_at=NOW + SECOND)
    assert search_hindrance(PLAY, **HIS, now=NOW + SECOND) is Hindrance.NOT_TAKEN
    assert search_hindrance(taken, **HIS, now=NOW + SECOND) is None
    assert search_hindrance(taken, **HIS, now=NOW + SEARCHED_FOR) is None
    assert search_hindrance(taken, **HIS, now=NOW + SEARCHED_FOR + SECOND) is Hindrance.LATE
    assert search_hindrance(taken, **HIS, now=NOW) is Hindrance.LATE
