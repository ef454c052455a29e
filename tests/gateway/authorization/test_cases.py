"""The shipped cases, each as a test of its own; and how cases are read."""

from pathlib import Path

import pytest

from gateway.authorization.cases import Case, cases_of
from gateway.authorization.decide import decide
from gateway.authorization.decision import Refusal
from gateway.authorization.files import read
from gateway.authorization.proving import outcome_of
from gateway.authorization.rule import Effect
from tests.gateway.authorization.a_directory import a_copy, edit, unfit
from tests.gateway.authorization.a_request import SHIPPED, the_policy

CASES = cases_of(read(SHIPPED))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{Path(case.file).stem}: {case.name.en}")
def test_case(case: Case) -> None:
    came, rules = outcome_of(case, the_policy())
    assert came == ("permitted" if case.permitted else "refused")
    assert set(rules) == set(case.permitted or case.refused)


FORBIDS = [name for name, rule in the_policy().rules.items() if rule.effect is Effect.FORBID]


@pytest.mark.parametrize("name", FORBIDS)
def test_every_forbid_refuses_alone_somewhere_and_names_itself_in_both_languages(name: str) -> None:
    alone = [case for case in CASES if case.refused == (name,)]
    assert alone
    refusal = decide(alone[0].request, the_policy())
    assert isinstance(refusal, Refusal)
    (reason,) = refusal.reasons
    assert reason.rule == name
    assert name in refusal.shown.ja
    assert reason.title.ja in refusal.shown.ja
    assert reason.next_step.en in refusal.shown.en
    assert "{" not in refusal.shown.both()


@pytest.mark.parametrize(
    ("old", "new", "key", "nearest"),
    [
        ('refused = ["SK-201"]', 'refused = ["SK-2011"]', "no work order.SK-2011", "SK-201"),
        ('refused = ["SK-201"]', 'refuse = ["SK-201"]', "case[0].refuse", "refused"),
        ('refused = ["SK-201"]', "", "case[0].refused", None),
        ('refused = ["SK-201"]', 'refused = ["SK-201"]\npermitted = ["SK-901"]', "case[0].refused", None),
        ('without = ["order"]', 'without = ["oder"]', "case[0].without.oder", "order"),
        ('without = ["order"]', 'without = ["person"]', "case[0].without.person", None),
        ("change.order.person_id", "change.order.person", "case[1].order.person", "person_id"),
        ("change.order.person_id", "change.oder.person_id", "case[1].oder", "order"),
        ('refused = ["SK-201"]', 'refused = ["SK-202"]', "no work order", None),
    ],
)
def test_a_wrong_case_is_named(tmp_path: Path, old: str, new: str, key: str, nearest: str | None) -> None:
    directory = a_copy(tmp_path)
    edit(directory, "access/cases/order.toml", old, new)
    found = unfit(directory)
    assert (found.file, found.key) == ("access/cases/order.toml", key)
    assert nearest is None or found.nearest == nearest


@pytest.mark.parametrize("missing", ["access/cases/order.toml", "access/order.cedar", "access/cases/baseline.toml"])
def test_rules_and_cases_stand_side_by_side(tmp_path: Path, missing: str) -> None:
    directory = a_copy(tmp_path)
    (directory / missing).unlink()
    assert unfit(directory).file == missing
