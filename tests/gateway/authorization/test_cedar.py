"""The engine's wrapper fails closed (dependencies: Cedar drops a policy that errors)."""

import json
from dataclasses import replace
from typing import Any

import pytest
from cedarpy import PolicySet, Schema

from gateway.authorization.cedar import Allowed, Denied, Engine, Question, Undecided

SCHEMA = Schema.from_str(
    "entity Person = { n: Long }; entity Target = { open: Bool };"
    "action shell appliesTo { principal: Person, resource: Target, context: { mfa: Bool, age: Long } };"
)
PERMIT = 'permit (principal, action == Action::"shell", resource);'
ENTITIES: list[dict[str, Any]] = [
    {"uid": {"type": "Person", "id": "p"}, "attrs": {"n": 1}, "parents": []},
    {"uid": {"type": "Target", "id": "t"}, "attrs": {"open": True}, "parents": []},
]
QUESTION = Question(person="p", action="shell", target="t", context={"mfa": True, "age": 1}, entities=ENTITIES)


def engine(text: str) -> Engine:
    return Engine(PolicySet.from_str(text), SCHEMA)


def test_allow_and_deny() -> None:
    assert engine(PERMIT).evaluate(QUESTION) == Allowed(rules=("policy0",))
    forbid = PERMIT + "forbid (principal, action, resource) unless { context.age > 5 };"
    assert engine(forbid).evaluate(QUESTION) == Denied(rules=("policy1",))


def test_nothing_permits_is_denied_without_rules() -> None:
    assert engine("forbid (principal, action, resource) when { !context.mfa };").evaluate(QUESTION) == Denied(rules=())


def test_a_missing_context_field_is_no_allow() -> None:
    """The trap: without a schema the forbid that reads `mfa` errors, is dropped, and Cedar says Allow."""
    text = PERMIT + "forbid (principal, action, resource) unless { context.mfa };"
    verdict = engine(text).evaluate(replace(QUESTION, context={"age": 1}))
    assert isinstance(verdict, Undecided)
    assert "mfa" in verdict.errors[0]


def test_a_forbid_that_errors_while_cedar_says_allow_is_no_allow() -> None:
    text = PERMIT + "forbid (principal, action, resource) when { context.age * 9223372036854775807 > 3 };"
    assert engine(text).evaluate(QUESTION) == Denied(rules=("policy1",))
    verdict = engine(text).evaluate(replace(QUESTION, context={"mfa": True, "age": 2}))
    assert isinstance(verdict, Undecided)
    assert "overflow" in verdict.errors[0]


def test_a_forbid_that_holds_is_still_named_beside_an_error() -> None:
    text = (
        PERMIT
        + "forbid (principal, action, resource) when { context.age * 9223372036854775807 > 3 };"
        + "forbid (principal, action, resource) when { context.mfa };"
    )
    verdict = engine(text).evaluate(replace(QUESTION, context={"mfa": True, "age": 2}))
    assert isinstance(verdict, Undecided)
    assert verdict.rules == ("policy2",)


@pytest.mark.parametrize(
    "wrong",
    [
        {"person": "nobody"},
        {"target": "nowhere"},
        {"action": "exec"},
        {"context": {"mfa": True, "age": 1, "more": 1}},
        {"context": {"mfa": "yes", "age": 1}},
        {"context": {}},
        {"entities": [*ENTITIES, {"uid": {"type": "Zoo", "id": "z"}, "attrs": {}, "parents": []}]},
        {"entities": [{**ENTITIES[0], "attrs": {}}, ENTITIES[1]]},
        {"entities": [{**ENTITIES[0], "attrs": {"n": "1"}}, ENTITIES[1]]},
        {"entities": [ENTITIES[0], ENTITIES[0], {**ENTITIES[0], "attrs": {"n": 2}}]},
    ],
)
def test_whatever_is_wrong_with_the_question_is_no_allow(wrong: dict[str, Any]) -> None:
    text = PERMIT + "forbid (principal, action, resource) when { principal.n > 5 || !resource.open };"
    assert isinstance(engine(text).evaluate(replace(QUESTION, **wrong)), Undecided)


def test_what_is_no_json_raises_and_is_no_allow() -> None:
    with pytest.raises(TypeError):
        engine(PERMIT).evaluate(replace(QUESTION, context={"mfa": object()}))
    assert isinstance(engine(PERMIT).evaluate(replace(QUESTION, context={"mfa": True, "age": 1 << 70})), Undecided)


def test_errors_are_bounded() -> None:
    entities = [{**ENTITIES[0], "uid": {"type": "Person", "id": "p" * 5000}, "attrs": {}}]
    verdict = engine(PERMIT).evaluate(replace(QUESTION, entities=entities))
    assert isinstance(verdict, Undecided)
    assert len(json.dumps(verdict.errors)) < 700
