"""decide(request, policy) -> Permit | Refusal: pure, refusing by default, and the only place where a Permit is made.

A Permit needs all of: the engine allows and reports no error; the rules that allowed are known and carry the obligations
without which this capability never opens; no bound of bounds.py is exceeded. Anything else is a Refusal that names at least
one rule.
"""

from dataclasses import replace

from gateway.authorization.bounds import exceeded
from gateway.authorization.cedar import Allowed, Denied, Undecided
from gateway.authorization.decision import Permit, Reason, Refusal
from gateway.authorization.facts import question_of
from gateway.authorization.limits import Limits, Watcher
from gateway.authorization.obligations import NEVER_WITHOUT, OBLIGATIONS, Obligation
from gateway.authorization.policy import Policy
from gateway.authorization.request import Capability, OrderFacts, Request
from gateway.authorization.wording import Facts, reason_of, refusal_text
from gateway.vocabulary.outcome import Text

_ASK_ADMINISTRATOR = Text(
    ja="アカウント管理者に、この番号と時刻を伝えてください。", en="Tell your administrator this number and the time."
)
UNDECIDED = Reason(
    rule="SK-001",
    title=Text(ja="接続の可否を判定できませんでした", en="The decision could not be made"),
    next_step=_ASK_ADMINISTRATOR,
)
NOTHING_PERMITS = Reason(
    rule="SK-002",
    title=Text(ja="許可する規則がありません", en="No rule permits this"),
    next_step=_ASK_ADMINISTRATOR,
)
BOUND_EXCEEDED = Reason(
    rule="SK-003",
    title=Text(ja="規則は許可しましたが、変更できない原則に反します", en="The rules allow what no rule may allow"),
    next_step=_ASK_ADMINISTRATOR,
)


def decide(request: Request, policy: Policy) -> Permit | Refusal:
    """The answer. Raises nothing that depends on the policy's text; an error inside a rule is a Refusal."""
    match policy.engine.evaluate(question_of(request, policy.limits, policy.purposes)):
        case Allowed(rules=rules):
            return _permit(request, policy, rules)
        case Denied(rules=()):
            return _refusal(policy, (NOTHING_PERMITS,))
        case Denied(rules=rules):
            return _refusal(policy, _reasons(request, policy, rules))
        case Undecided(errors=errors, rules=rules):
            return _refusal(policy, (UNDECIDED, *_reasons(request, policy, rules)), errors)


def _permit(request: Request, policy: Policy, rules: tuple[str, ...]) -> Permit | Refusal:
    obliged = {name for rule in rules for name in policy.rules[rule].obligations} | _of_office(request, policy.limits)
    lacking = sorted(NEVER_WITHOUT[request.capability] - obliged)
    broken = (*exceeded(request), *(f"never without: {name}" for name in lacking))
    if broken or request.order is None:
        return replace(_refusal(policy, (BOUND_EXCEEDED,), broken), overruled=rules)
    return Permit(
        target=request.target,
        account=request.account,
        capability=request.capability,
        order=request.order,
        until=request.order.ends_at,
        obligations=_obligations(obliged, request.order, policy),
        reasons=rules,
        policy_digest=policy.digest,
    )


def _of_office(request: Request, limits: Limits) -> frozenset[str]:
    """What the office's limits demand, whichever rule permits: a free shell where personal data are is watched (R-07, R-27)."""
    shell = request.capability is Capability.SHELL and request.target.holds_personal_data(request.today)
    return frozenset({"watched"} if shell and limits.watching.watcher is Watcher.REQUIRED else ())


def _obligations(names: set[str], order: OrderFacts, policy: Policy) -> tuple[Obligation, ...]:
    """All obligations of all permits that held: together, never one instead of another."""
    return tuple(make(order, policy.limits) for name, make in OBLIGATIONS.items() if name in names)


def _reasons(request: Request, policy: Policy, rules: tuple[str, ...]) -> tuple[Reason, ...]:
    facts = Facts(request=request, limits=policy.limits, purposes=policy.purposes)
    return tuple(reason_of(policy.rules[rule], facts) for rule in rules)


def _refusal(policy: Policy, reasons: tuple[Reason, ...], errors: tuple[str, ...] = ()) -> Refusal:
    return Refusal(reasons=reasons, shown=refusal_text(reasons), policy_digest=policy.digest, errors=errors)
