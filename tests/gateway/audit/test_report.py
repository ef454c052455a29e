"""Three outcomes and their figures."""

import json
from dataclasses import replace

import pytest

from gateway.audit.finding import Finding, What
from gateway.audit.report import Outcome, WitnessAgreement, could_not_check
from gateway.vocabulary.outcome import Text
from tests.gateway.audit.ledger import START

NOTHING = could_not_check(START, (), Text(ja="ない", en="nothing"))


def test_the_outcome_is_the_exit_status() -> None:
    assert NOTHING.outcome == 2
    assert replace(NOTHING, unchecked=()).outcome == 0
    assert replace(NOTHING, findings=(Finding(what=What.CHANGED, seq=1),)).outcome == 1


def test_a_report_has_no_truth_value() -> None:
    with pytest.raises(TypeError):
        bool(NOTHING)


def test_the_report_is_plain_json() -> None:
    agreement = WitnessAgreement(compared=2, agreed=1, agreed_size=50, agreed_day="2026-11-20")
    report = replace(NOTHING, findings=(Finding(what=What.CHANGED, seq=1),), witness=agreement, root=bytes(32))
    data = json.loads(json.dumps(report.as_data()))
    assert data["outcome"] == "does-not-hold"
    assert data["findings"][0]["seq"] == 1
    assert data["witness"]["agreed_size"] == 50
    assert data["unsigned_tail"] == {"count": 0, "age_seconds": None}
    assert data["unchecked"] == [{"ja": "ない", "en": "nothing"}]
    assert Outcome.COULD_NOT_BE_CHECKED.name.lower().replace("_", "-") == NOTHING.as_data()["outcome"]
