"""Whatever is missing, unknown, broken or foreign in a question: no Permit ever comes of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.authorization import cedar, decide
from gateway.authorization.cedar import Question
from gateway.authorization.decision import Permit, Refusal
from gateway.authorization.facts import question_of
from gateway.authorization.request import Capability
from gateway.work_orders.order import OrderedTarget
from tests.gateway.authorization.a_request import (
    FREE,
    a_person,
    a_request,
    a_target,
    a_terminal,
    an_order,
    target_for,
    the_policy,
)

WHOLE = question_of(a_request(), the_policy().limits, the_policy().purposes)


def decided(monkeypatch: pytest.MonkeyPatch, question: Question) -> list[str]:
    monkeypatch.setattr(decide, "question_of", lambda *_: question)
    decision = decide.decide(a_request(), the_policy())
    assert isinstance(decision, Refusal)
    assert decision.shown.ja
    return [reason.rule for reason in decision.reasons]


def without(mapping: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in mapping.items() if name != key}


@pytest.mark.parametrize("key", [key for key in WHOLE.context if key != "order"])
def test_a_missing_fact_is_a_refusal(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    assert decided(monkeypatch, replace(WHOLE, context=without(WHOLE.context, key))) == ["SK-001"]


@pytest.mark.parametrize("key", list(WHOLE.context["order"]))
def test_a_missing_fact_of_the_order_is_a_refusal(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    context = {**WHOLE.context, "order": without(WHOLE.context["order"], key)}
    assert decided(monkeypatch, replace(WHOLE, context=context)) == ["SK-001"]


@pytest.mark.parametrize("at", range(3))
def test_a_missing_entity_is_a_refusal(monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    entities = [entity for number, entity in enumerate(WHOLE.entities) if number != at]
    assert "SK-001" in decided(monkeypatch, replace(WHOLE, entities=entities))


@pytest.mark.parametrize(
    ("at", "key"), [(at, key) for at, entity in enumerate(WHOLE.entities) for key in entity["attrs"]]
)
def test_a_missing_attribute_is_a_refusal(monkeypatch: pytest.MonkeyPatch, at: int, key: str) -> None:
    entities = [
        {**entity, "attrs": without(entity["attrs"], key)} if number == at else entity
        for number, entity in enumerate(WHOLE.entities)
    ]
    assert decided(monkeypatch, replace(WHOLE, entities=entities)) == ["SK-001"]


@pytest.mark.parametrize("who", ["person", "action", "target"])
def test_a_stranger_is_a_refusal(monkeypatch: pytest.MonkeyPatch, who: str) -> None:
    changed: dict[str, Any] = {who: "stranger"}
    assert "SK-001" in decided(monkeypatch, replace(WHOLE, **changed))


def test_an_unknown_fact_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert decided(monkeypatch, replace(WHOLE, context={**WHOLE.context, "trusted": True})) == ["SK-001"]


def test_an_engine_that_fails_is_a_refusal_or_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ValueError("engine")

    monkeypatch.setattr(cedar, "is_authorized", fails)
    decision = decide.decide(a_request(), the_policy())
    assert isinstance(decision, Refusal)
    assert decision.errors == ("engine",)
    assert "engine" not in decision.shown.both()

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("engine")

    monkeypatch.setattr(cedar, "is_authorized", breaks)
    with pytest.raises(RuntimeError):
        decide.decide(a_request(), the_policy())


NAMES = st.text(max_size=12) | st.sampled_from(
    [
        "ｍaint",
        "maint ",
        " maint",
        "MAINT",
        "maint\x00",
        'maint"',
        "maint\\",
        "ma\u200bint",
        "maint'",
        "",
        "*",
        "maint/root",
    ]
)


@settings(max_examples=200, deadline=None)
@given(NAMES)
def test_only_the_very_name_is_the_name(name: str) -> None:
    if name != "maint":
        everywhere = a_target(accounts=("maint", name))
        assert isinstance(decide.decide(a_request(account=name, target=everywhere), the_policy()), Refusal)
        ordered = an_order(targets=(OrderedTarget(name="callcenter-app", accounts=(name,)),))
        assert isinstance(decide.decide(a_request(order=ordered), the_policy()), Refusal)
    if name != "callcenter-app":
        assert isinstance(decide.decide(a_request(target=a_target(name=name)), the_policy()), Refusal)
    if name != "P-1":
        assert isinstance(decide.decide(a_request(person=a_person(id=name)), the_policy()), Refusal)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=20))
def test_a_standing_that_nobody_knows_opens_nothing(word: str) -> None:
    for change in (
        {"person": a_person(standing=word)},
        {"terminal": a_terminal(standing=word)},
        {"target": a_target(standing=word)},
    ):
        decision = decide.decide(a_request(**change), the_policy())
        assert isinstance(decision, Permit) == (word == "active")


@pytest.mark.parametrize("capability", Capability)
def test_R02_no_declaration_no_exec_and_no_upload(capability: Capability) -> None:
    """Only a declaration that covers today frees a target; a shell order with every approval does not."""
    decision = decide.decide(a_request(capability=capability, target=target_for(capability)), the_policy())
    assert isinstance(decision, Permit) == (capability not in (Capability.EXEC, Capability.UPLOAD))
    free = decide.decide(
        a_request(capability=capability, target=target_for(capability, free=FREE, drop_folder="incoming")), the_policy()
    )
    assert isinstance(free, Permit)
