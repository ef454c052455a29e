"""The one door to the Cedar engine. Cedar drops a policy that errors, `forbid` included; here an error is never an Allow.

Invariants: each request and each set of entities is checked against the schema; an engine error, whatever decision it
comes with, is `Undecided`; a decision the engine does not know by name is `Undecided`.
(Cedar's documentation, "Authorization", error handling: an erroring policy does not take part in the decision.)
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cedarpy import Decision, PolicySet, Schema, is_authorized

_ERROR_LETTERS_MAX = 300
_ERRORS_MAX = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """At least one permit holds and no forbid does. `rules` are the ids of those permits."""

    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """`rules` are the ids of the forbids that hold; empty when merely no permit does."""

    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """The engine could not decide. `errors` is its own wording, cut to a bound; `rules` those forbids that held all the same."""

    errors: tuple[str, ...]
    rules: tuple[str, ...] = ()


Verdict = Allowed | Denied | Undecided


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A request in Cedar's JSON: three entity ids (Person, Action, Target), the context, and the entities themselves."""

    person: str
    action: str
    target: str
    context: Mapping[str, Any]
    entities: Sequence[Mapping[str, Any]]


class Engine:
    """Parsed policies and schema, reusable and immutable."""

    __slots__ = ("_policies", "_schema")

    def __init__(self, policies: PolicySet, schema: Schema) -> None:
        self._policies = policies
        self._schema = schema

    def evaluate(self, question: Question) -> Verdict:
        """The verdict. Never raises for what the engine finds wrong; that is `Undecided`."""
        request = {
            "principal": {"type": "Person", "id": question.person},
            "action": {"type": "Action", "id": question.action},
            "resource": {"type": "Target", "id": question.target},
            "context": json.dumps(question.context),
        }
        try:
            answer = is_authorized(request, self._policies, json.dumps(question.entities), schema=self._schema)
        except (ValueError, TypeError) as wrong:
            return Undecided(errors=_bounded([str(wrong)]))
        rules = tuple(sorted(answer.diagnostics.reasons))
        if answer.diagnostics.errors:
            return Undecided(errors=_bounded(answer.diagnostics.errors), rules=_forbids(answer.decision, rules))
        match answer.decision:
            case Decision.Allow:
                return Allowed(rules=rules)
            case Decision.Deny:
                return Denied(rules=rules)
        return Undecided(errors=("the engine came to no decision",))


def _forbids(decision: Decision, rules: tuple[str, ...]) -> tuple[str, ...]:
    return rules if decision is Decision.Deny else ()


def _bounded(errors: Sequence[str]) -> tuple[str, ...]:
    # A schema error quotes the whole input before its cause, so the end is what tells.
    return tuple(error[-_ERROR_LETTERS_MAX:] for error in errors[:_ERRORS_MAX])
