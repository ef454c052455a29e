"""The desk's no."""

import pytest

from gateway.approvals.declined import Declined, because
from gateway.approvals.objection import Objection


def test_a_missing_word_is_a_defect_and_not_a_hole() -> None:
    with pytest.raises(KeyError):
        because(Objection.NO_SUCH_ORDER)


def test_what_is_shown_holds_every_reason() -> None:
    declined = Declined(reasons=(because(Objection.NOT_A_SUPERVISOR), because(Objection.IS_THE_ENGINEER)))
    for reason in declined.reasons:
        assert reason.title.ja in declined.shown.ja
        assert reason.next_step.en in declined.shown.en
        assert reason.rule in declined.shown.en


def test_a_no_has_no_truth_value() -> None:
    with pytest.raises(TypeError):
        bool(Declined(reasons=(because(Objection.NOT_A_SUPERVISOR),)))
