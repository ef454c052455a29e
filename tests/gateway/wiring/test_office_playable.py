"""What a verdict means for playing: nothing but the whole, or a prefix that verifies and says so."""

import pytest

from gateway.recording.seal import SealState
from gateway.recording.verdict import Finding, Flaw, Verdict
from gateway.wiring.office_playable import SAYS, Playable, playable_of
from gateway.wiring.office_recordings import Judged


def judged(verdict: Verdict, *, journalled: bool = True, unknown: bool = False) -> Judged:
    return Judged(recording="R-1", verdict=verdict, journalled=journalled, unknown=unknown)


WHOLE = Verdict(findings=(), state=SealState.SEALED)
OPEN = Verdict(findings=())


@pytest.mark.parametrize(
    ("found", "over", "playable"),
    [
        (judged(WHOLE), True, Playable.WHOLE),
        (judged(Verdict(findings=(), state=SealState.LATE)), True, Playable.WHOLE),
        (judged(Verdict(findings=(), state=SealState.INTERRUPTED)), True, Playable.PREFIX),
        (judged(OPEN, journalled=False), False, Playable.RUNNING),
        (judged(OPEN, journalled=False), True, Playable.UNSEALED),
        (judged(OPEN), True, Playable.UNTOLD),
        (judged(WHOLE, journalled=False), True, Playable.UNTOLD),
        (judged(WHOLE, unknown=True), True, Playable.UNTOLD),
        (judged(Verdict(findings=(Finding(flaw=Flaw.MISSING),))), True, Playable.MISSING),
        (judged(Verdict(findings=(Finding(flaw=Flaw.REPLACED),), state=SealState.SEALED)), True, Playable.DAMAGED),
        (
            judged(Verdict(findings=(Finding(flaw=Flaw.CHUNK_CHANGED, chunk=1),)), journalled=False),
            False,
            Playable.DAMAGED,
        ),
    ],
)
def test_R41_only_what_verifies_against_the_journal_is_played(found: Judged, over: bool, playable: Playable) -> None:
    assert playable_of(found, over=over) is playable
    assert playable.plays is (playable in (Playable.WHOLE, Playable.PREFIX))


def test_every_answer_has_its_words() -> None:
    assert set(SAYS) == set(Playable)
    assert all(text.en.isascii() for text in SAYS.values())
