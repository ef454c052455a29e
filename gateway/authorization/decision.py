"""The answer: a Permit that carries what it permits, or a Refusal that carries why. Neither has a truth value.

`Permit` is constructed in decide.py only; whoever dials a target takes the target from a Permit and from nowhere else.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from gateway.authorization.obligations import Obligation
from gateway.authorization.request import Capability, OrderFacts
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.target import Target


class _Decision:
    """Refuses to be used as a condition, so that no `if` can mistake a Refusal for a yes."""

    __slots__ = ()

    def __bool__(self) -> NoReturn:
        raise TypeError("match on Permit | Refusal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One rule that refused: its id, what it says, and what to do next."""

    rule: str
    title: Text
    next_step: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit(_Decision):
    """Leave to use `account` on `target` for `capability`, before `until`, under `obligations`.

    `reasons` are the ids of the permits that held; `policy_digest` is the hex SHA-256 of the policy that decided.
    """

    target: Target
    account: str
    capability: Capability
    order: OrderFacts
    until: datetime
    obligations: tuple[Obligation, ...]
    reasons: tuple[str, ...]
    policy_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal(_Decision):
    """No. `reasons` are all the rules that refused (at least one), `shown` is for the person's screen.

    `errors` is the policy engine's own wording when it could not decide, or the bounds that were broken; for the journal,
    never for the screen. `overruled` are the permits that held all the same when a bound refused.
    """

    reasons: tuple[Reason, ...]
    shown: Text
    policy_digest: str
    errors: tuple[str, ...] = ()
    overruled: tuple[str, ...] = ()
