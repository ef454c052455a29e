"""What may be unusual about a question: facts that no rule should let through, and facts that a rule may be particular about."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from gateway.authorization.case_request import CaseOrder, CaseTarget
from gateway.authorization.coherence.circumstances import NAME, Twist
from gateway.authorization.policy import Policy
from gateway.authorization.request import Capability, Factor, Request
from gateway.vocabulary.identity import Role, Standing
from gateway.vocabulary.party import Chain
from gateway.vocabulary.target import Protocol

_HOUR = timedelta(hours=1)


def ordered(request: Request, **change: Any) -> Request:
    """The request with another order."""
    order = request.order
    if not isinstance(order, CaseOrder):
        raise TypeError("a question of the compiler stands on an order of its own")
    return replace(request, order=replace(order, **change))


def _changed(name: str, **change: Any) -> Twist:
    return Twist(name=name, apply=lambda request, _: replace(request, **change))


def _ordered(name: str, **change: Any) -> Twist:
    return Twist(name=name, apply=lambda request, _: ordered(request, **change))


def _without(factor: Factor) -> Twist:
    return Twist(name=f"no {factor}", apply=lambda request, _: replace(request, factors=request.factors - {factor}))


def _standing(what: str) -> Twist:
    def apply(request: Request, _: Policy) -> Request:
        changed: Any = replace(getattr(request, what), standing=Standing.SUSPENDED)
        return replace(request, **{what: changed})

    return Twist(name=f"{what} suspended", apply=apply)


def _moved(name: str, move: Callable[[Request], dict[str, Any]]) -> Twist:
    return Twist(name=name, apply=lambda request, _: ordered(request, **move(request)))


def _other(request: Request) -> Protocol:
    return Protocol.SSH if request.target.protocol is Protocol.POSTGRESQL else Protocol.POSTGRESQL


# What no rule may open: each is one of the promises of bounds.py.
FORBIDDEN = (
    _without(Factor.TERMINAL_KEY),
    _without(Factor.PERSON_KEY),
    _without(Factor.CODE),
    _standing("person"),
    _standing("terminal"),
    _standing("target"),
    Twist(
        name="the wrong door",
        apply=lambda request, _: replace(request, target=replace(request.target, protocol=_other(request))),
    ),
    Twist(
        name="not an engineer",
        apply=lambda request, _: replace(request, person=replace(request.person, roles=frozenset())),
    ),
    _changed("no order", order=None),
    _ordered("another's order", person_id="P-99"),
    _ordered("an order not approved", standing="asked"),
    _ordered("too few approvals", approvers=frozenset()),
    _ordered("another target's order", targets=(CaseTarget(name="other", accounts=(NAME,)),)),
    _ordered("another account's order", targets=(CaseTarget(name=NAME, accounts=("other",)),)),
    _moved("before the window", lambda request: {"starts_at": request.now + timedelta(minutes=1)}),
    _moved("after the window", lambda request: {"ends_at": request.now}),
    _changed("no consent", chain=Chain(employer="EM-00", name=NAME, kind="sub-processor", consents=())),
)

TOO_LONG = Twist(
    name="an order longer than the longest",
    apply=lambda request, policy: ordered(request, ends_at=request.now + (policy.limits.window_hours + 1) * _HOUR),
)
OLD_PROOF = Twist(
    name="a log-in too long ago",
    apply=lambda request, policy: replace(
        request, proved_at=request.now - timedelta(minutes=policy.limits.factors_minutes + 1)
    ),
)
CONTRACT_OVER = Twist(
    name="a contract that is over",
    apply=lambda request, _: replace(
        request, person=replace(request.person, contract_end=request.person.contract_end - timedelta(days=1))
    ),
)
UNNAMED_CLIENTS = _ordered("no client named", clients=())
UNNAMED_PURPOSE = _ordered("a purpose that no memorandum names", purpose="-")


def by_password() -> Twist:
    """A password instead of the person's key."""
    factors = frozenset({Factor.TERMINAL_KEY, Factor.PASSWORD, Factor.CODE})
    return _changed("by password", factors=factors)


def for_purpose(purpose: str) -> Twist:
    """An order for this purpose."""
    return _ordered(f"for {purpose}", purpose=purpose)


def formerly(purpose: str, policy: Policy) -> Twist:
    """An order asked for while an earlier version of the memorandum named the purpose, used under the last one."""
    version = next(each for each in policy.purposes.versions if purpose in each.permitted)

    def apply(request: Request, _: Policy) -> Request:
        day = request.now.replace(year=version.effective.year, month=version.effective.month, day=version.effective.day)
        return ordered(request, purpose=purpose, requested_at=day)

    return Twist(name=f"formerly {purpose}", apply=apply)


def also(role: Role) -> Twist:
    """An engineer who holds this role as well."""
    return Twist(
        name=f"also {role}",
        apply=lambda request, _: replace(request, person=replace(request.person, roles=request.person.roles | {role})),
    )


def only(role: Role) -> Twist:
    """A person who holds this role and no other."""
    return Twist(
        name=f"only {role}",
        apply=lambda request, _: replace(request, person=replace(request.person, roles=frozenset({role}))),
    )


def named_particularly(kind: str, name: str) -> Twist:
    """The person, terminal, target, or anything else, that a rule names: whichever `kind` it is."""

    def apply(request: Request, _: Policy) -> Request:
        match kind:
            case "Person":
                return ordered(replace(request, person=replace(request.person, id=name)), person_id=name)
            case "Terminal":
                return replace(request, terminal=replace(request.terminal, id=name))
            case "Target":
                renamed = replace(request, target=replace(request.target, name=name))
                return ordered(renamed, targets=(CaseTarget(name=name, accounts=(NAME,)),))
        target = replace(request.target, accounts=(name,), clients=(name,))
        return ordered(
            replace(request, account=name, target=target),
            targets=(CaseTarget(name=NAME, accounts=(name,)),),
            clients=(name,),
        )

    return Twist(name=f"{kind} {name}", apply=apply)


INTERACTIVE = (Capability.SHELL, Capability.COMMANDS)
