"""What authorization tells the journal: every decision with its rules, and every change of the policy itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from gateway.audit.event import Event
from gateway.authorization.decision import Permit, Refusal
from gateway.authorization.policy import Policy
from gateway.authorization.request import Capability, Request
from gateway.authorization.unfit import PolicyUnfit

_LETTERS_MAX = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessPermitted(Event):
    """A permit was given. `obligations` are the type names of what it demands."""

    kind: ClassVar[str] = "access.permitted"
    account: str
    capability: Capability
    until: datetime
    rules: tuple[str, ...]
    obligations: tuple[str, ...]
    policy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRefused(Event):
    """A request was refused by `rules`. `errors` says why the engine could not decide, where it could not."""

    kind: ClassVar[str] = "access.refused"
    account: str
    capability: Capability
    rules: tuple[str, ...]
    errors: tuple[str, ...]
    policy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyLoaded(Event):
    """A policy came into force. `previous` is the digest of the one before, None at the start of a process."""

    kind: ClassVar[str] = "policy.loaded"
    policy: str
    previous: str | None = None
    rules: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRefused(Event):
    """A policy was not fit to be used. `kept` is the digest of the one that stays; None if nothing started."""

    kind: ClassVar[str] = "policy.refused"
    file: str
    key: str
    what: str
    nearest: str | None = None
    kept: str | None = None


def event_of(request: Request, decision: Permit | Refusal, session: str | None) -> AccessPermitted | AccessRefused:
    """The event of one decision. `session` is the id the channel has or would have had."""
    person, terminal, target = request.person.id, request.terminal.id, request.target.name
    order = None if request.order is None else request.order.id
    match decision:
        case Permit():
            return AccessPermitted(
                person=person,
                session=session,
                terminal=terminal,
                target=target,
                order=order,
                account=request.account,
                capability=request.capability,
                until=decision.until,
                rules=decision.reasons,
                obligations=tuple(type(each).__name__ for each in decision.obligations),
                policy=decision.policy_digest,
            )
        case Refusal():
            return AccessRefused(
                person=person,
                session=session,
                terminal=terminal,
                target=target,
                order=order,
                account=request.account,
                capability=request.capability,
                rules=tuple(reason.rule for reason in decision.reasons),
                errors=decision.errors,
                policy=decision.policy_digest,
            )


def loaded(policy: Policy, previous: str | None) -> PolicyLoaded:
    """The event of a policy coming into force."""
    return PolicyLoaded(policy=policy.digest, previous=previous, rules=len(policy.rules))


def refused(unfit: PolicyUnfit, kept: str | None) -> PolicyRefused:
    """The event of a policy that was not fit."""
    return PolicyRefused(
        file=unfit.file[:_LETTERS_MAX],
        key=unfit.key[:_LETTERS_MAX],
        what=unfit.what[:_LETTERS_MAX],
        nearest=unfit.nearest,
        kept=kept,
    )
