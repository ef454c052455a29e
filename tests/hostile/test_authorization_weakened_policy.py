"""Somebody who may write the policy files weakens them, rules and cases together. The compiler refuses to load them; and where
it is not asked, what is in the code still holds.
"""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gateway.authorization import loader
from gateway.authorization.coherence.incoherence import PolicyIncoherent
from gateway.authorization.decide import decide
from gateway.authorization.decision import Permit, Refusal
from gateway.authorization.loader import load
from gateway.authorization.policy import Policy
from gateway.authorization.request import Request
from gateway.authorization.unfit import PolicyUnfit
from gateway.work_orders.order import Approval
from tests.gateway.authorization.a_directory import a_copy
from tests.gateway.authorization.a_request import NOW, a_request, an_order, the_policy
from tests.gateway.authorization.test_bounds import BREAKS


def strike(directory: Path, rule: str) -> None:
    """Takes a rule and every case that names it out of the directory, as an insider with an editor would."""
    for path in (directory / "access").glob("*.cedar"):
        if f'@id("{rule}")' in path.read_text(encoding="utf-8"):
            _keep(path, r"(?m)^(?=@id\()", rule)
            _keep(directory / "access/cases" / f"{path.stem}.toml", r"(?m)^(?=\[\[case\]\])", rule)
            if "@id(" not in path.read_text(encoding="utf-8"):
                path.unlink()
                (directory / "access/cases" / f"{path.stem}.toml").unlink()
    for path in (directory / "access/cases").glob("*.toml"):
        _keep(path, r"(?m)^(?=\[\[case\]\])", rule)


def _keep(path: Path, cut: str, rule: str) -> None:
    parts = re.split(cut, path.read_text(encoding="utf-8"))
    path.write_text("".join(part for part in parts if f'"{rule}"' not in part), encoding="utf-8")


@pytest.fixture
def unjudged(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Policy]:
    """Loads a directory as if there were no compiler."""

    def loaded(directory: Path) -> Policy:
        with monkeypatch.context() as patch:
            patch.setattr(loader, "judge", lambda *_: None)
            return load(directory)

    return loaded


def weakened(directory: Path, request: Request, unjudged: Callable[[Path], Policy]) -> Policy:
    """A policy in which no rule refuses `request` any more, loaded without asking the compiler."""
    policy = load(directory)
    for _ in range(10):
        decision = decide(request, policy)
        assert isinstance(decision, Refusal)
        struck = [reason.rule for reason in decision.reasons if reason.rule >= "SK-100"]
        if not struck:
            return policy
        for rule in struck:
            strike(directory, rule)
        policy = unjudged(directory)
    raise AssertionError("still refused by rules")


@pytest.mark.parametrize(("bound", "change"), BREAKS)
def test_a_promise_outlives_its_rules(
    tmp_path: Path, bound: str, change: dict[str, Any], unjudged: Callable[[Path], Policy]
) -> None:
    directory = a_copy(tmp_path)
    policy = weakened(directory, a_request(**change), unjudged)
    with pytest.raises(PolicyIncoherent):
        load(directory)
    decision = decide(a_request(**change), policy)
    assert isinstance(decision, Refusal)
    assert [reason.rule for reason in decision.reasons] == ["SK-003"]
    assert decision.errors == (bound,)
    assert policy.digest != the_policy().digest
    assert isinstance(decide(a_request(), policy), Permit)


def test_a_struck_rule_changes_the_digest_that_every_session_carries(tmp_path: Path) -> None:
    directory = a_copy(tmp_path)
    strike(directory, "SK-122")
    permit = decide(a_request(), load(directory))
    assert isinstance(permit, Permit)
    assert permit.policy_digest != the_policy().digest


FILES = ["capability", "factors", "order", "permits", "person", "place", "purpose"]


@pytest.mark.parametrize("name", FILES)
def test_a_deleted_rules_file_does_not_go_unnoticed(tmp_path: Path, name: str) -> None:
    """Alone it does not load; with all its cases the compiler refuses it, or a capability nobody speaks of stops it."""
    directory = a_copy(tmp_path)
    (directory / f"access/{name}.cedar").unlink()
    with pytest.raises(PolicyUnfit):
        load(directory)
    shutil.rmtree(directory)
    directory = a_copy(tmp_path)
    for rule in the_policy().rules.values():
        if rule.file == f"access/{name}.cedar":
            strike(directory, rule.id)
    assert not (directory / f"access/{name}.cedar").exists()
    with pytest.raises(PolicyUnfit if name == "permits" else PolicyIncoherent):
        load(directory)


def test_every_rules_file_is_tried() -> None:
    assert sorted({Path(rule.file).stem for rule in the_policy().rules.values()}) == FILES


def test_an_empty_directory_and_no_directory_do_not_load(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for directory in (tmp_path / "empty", tmp_path / "nowhere"):
        with pytest.raises(PolicyUnfit):
            load(directory)


ERRING = """
@id("SK-299")
@title("T")
@title_ja("題")
@next("N")
@next_ja("次")
forbid (principal, action, resource)
when {
  context has order &&
  (context.order.approvals == 6 ||
   (context.order.approvals > 6 && context.order.approvals * 9223372036854775807 > 0))
};
"""
ITS_CASE = """
[[case]]
ja = "六"
en = "six"
change.order.approvers = ["a", "b", "c", "d", "e", "f"]
refused = ["SK-299"]
"""


def test_a_rule_that_errs_only_where_no_case_looks_refuses_there(tmp_path: Path) -> None:
    """Cedar alone says Allow with an error beside it; the rule that should have forbidden was dropped."""
    directory = a_copy(tmp_path)
    for file, text in (("access/order.cedar", ERRING), ("access/cases/order.toml", ITS_CASE)):
        with (directory / file).open("a", encoding="utf-8") as out:
            out.write(text)
    policy = load(directory)
    approvals = tuple(Approval(approver_id=f"P-2{number}", at=NOW) for number in range(7))
    decision = decide(a_request(order=an_order(approvals=approvals)), policy)
    assert isinstance(decision, Refusal)
    assert [reason.rule for reason in decision.reasons] == ["SK-001"]
    assert "SK-299" in decision.errors[0]
    assert isinstance(decide(a_request(order=an_order()), policy), Permit)


def test_a_rule_that_errs_where_a_case_looks_does_not_load(tmp_path: Path) -> None:
    directory = a_copy(tmp_path)
    text = ERRING.replace("context.order.approvals == 6", "context.order.approvals * 9223372036854775807 > 0")
    with (directory / "access/order.cedar").open("a", encoding="utf-8") as out:
        out.write(text)
    with pytest.raises(PolicyUnfit):
        load(directory)


def test_no_edit_drops_the_recording(tmp_path: Path) -> None:
    directory = a_copy(tmp_path)
    path = directory / "access/permits.cedar"
    path.write_text(path.read_text(encoding="utf-8").replace("recorded ", ""), encoding="utf-8")
    with pytest.raises(PolicyIncoherent) as found:
        load(directory)
    assert "unrecorded session" in found.value.what
    assert {each.hole.id for each in found.value.found} >= {"SK-901", "SK-902", "SK-903", "SK-904"}
