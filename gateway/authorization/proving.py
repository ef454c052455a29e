"""Checking a policy by its own cases, before anybody relies on it.

Every forbid needs a case in which it alone refuses, every permit a case in which it alone permits: so a rule that never
fires, or that fires for another's reason, does not load.
"""

from collections.abc import Iterable

from gateway.authorization.cases import Case
from gateway.authorization.decide import decide
from gateway.authorization.decision import Permit, Refusal
from gateway.authorization.policy import Policy
from gateway.authorization.unfit import PolicyUnfit


def outcome_of(case: Case, policy: Policy) -> tuple[str, tuple[str, ...]]:
    """What comes of a case: (`permitted` or `refused`, rule ids)."""
    match decide(case.request, policy):
        case Permit(reasons=reasons):
            return "permitted", reasons
        case Refusal(reasons=refusals):
            return "refused", tuple(reason.rule for reason in refusals)


def prove(policy: Policy, cases: Iterable[Case]) -> None:
    """Decides every case. Raises PolicyUnfit naming the case that comes out otherwise, or the rule that has no case."""
    alone: set[str] = set()
    for case in cases:
        _check_names(case, policy)
        came, rules = outcome_of(case, policy)
        expected = ("permitted", case.permitted) if case.permitted else ("refused", case.refused)
        if (came, set(rules)) != (expected[0], set(expected[1])):
            raise PolicyUnfit(
                case.file,
                case.name.en,
                f"expected {expected[0]} by {' '.join(expected[1])}; came out {came} by {' '.join(rules)}",
            )
        if len(rules) == 1:
            alone.update(rules)
    for name, rule in policy.rules.items():
        if name not in alone:
            raise PolicyUnfit(rule.file, name, "no case shows this rule deciding alone")


def _check_names(case: Case, policy: Policy) -> None:
    for name in (*case.permitted, *case.refused):
        if name not in policy.rules:
            raise PolicyUnfit(case.file, f"{case.name.en}.{name}", "unknown rule", valid=policy.rules)
