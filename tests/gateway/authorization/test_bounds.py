"""What no policy can widen: each bound breaks alone, and with the shipped rules none ever speaks."""

from datetime import timedelta
from typing import Any

import pytest

from gateway.authorization.bounds import BOUNDS, exceeded
from gateway.authorization.decide import BOUND_EXCEEDED, decide
from gateway.authorization.decision import Permit, Refusal
from gateway.authorization.request import Capability, Factor
from gateway.vocabulary.identity import Role, Standing
from gateway.vocabulary.target import Protocol
from gateway.work_orders.order import Mode, OrderedTarget
from gateway.work_orders.order import Standing as OrderStanding
from tests.gateway.authorization.a_request import (
    FREE,
    NOW,
    a_chain,
    a_person,
    a_request,
    a_target,
    a_terminal,
    an_order,
    the_policy,
)

ORDER, PROVED, ACTIVE, VIEW, SPOKEN, SHELL_ORDERED, CONSENTED = BOUNDS
BREAKS: list[tuple[str, dict[str, Any]]] = [
    (ORDER, {"order": None}),
    (ORDER, {"order": an_order(person_id="P-2")}),
    (ORDER, {"order": an_order(standing=OrderStanding.ASKED)}),
    (ORDER, {"order": an_order(approvals=())}),
    (ORDER, {"order": an_order(ends_at=NOW)}),
    (ORDER, {"order": an_order(starts_at=NOW + timedelta(microseconds=1))}),
    (ORDER, {"order": an_order(targets=(OrderedTarget(name="other", accounts=("maint",)),))}),
    (ORDER, {"account": "postgres"}),
    (PROVED, {"factors": frozenset({Factor.TERMINAL_KEY, Factor.CODE})}),
    (PROVED, {"factors": frozenset({Factor.PERSON_KEY, Factor.CODE})}),
    (PROVED, {"factors": frozenset({Factor.TERMINAL_KEY, Factor.PERSON_KEY, Factor.PASSWORD})}),
    (ACTIVE, {"person": a_person(standing=Standing.SUSPENDED)}),
    (ACTIVE, {"person": a_person(roles=frozenset({Role.SUPERVISOR}))}),
    (ACTIVE, {"terminal": a_terminal(standing=Standing.REVOKED)}),
    (ACTIVE, {"target": a_target(standing=Standing.SUSPENDED)}),
    (VIEW, {"capability": Capability.EXEC}),
    (VIEW, {"capability": Capability.UPLOAD}),
    (SPOKEN, {"capability": Capability.QUERY}),
    (SPOKEN, {"target": a_target(protocol=Protocol.POSTGRESQL)}),
    (SHELL_ORDERED, {"order": an_order(mode=Mode.COMMANDS)}),
    (CONSENTED, {"chain": a_chain(consents=())}),
    (CONSENTED, {"order": an_order(clients=("C-01", "C-69"))}),
]


def test_the_ordinary_request_exceeds_nothing() -> None:
    assert exceeded(a_request()) == ()
    assert exceeded(a_request(capability=Capability.QUERY, target=a_target(protocol=Protocol.POSTGRESQL))) == ()
    assert exceeded(a_request(capability=Capability.UPLOAD, target=a_target(free=FREE))) == ()


@pytest.mark.parametrize(("bound", "change"), BREAKS)
def test_each_bound_is_broken_alone_and_a_rule_has_spoken_before(bound: str, change: dict[str, Any]) -> None:
    request = a_request(**change)
    assert exceeded(request) == (bound,)
    decision = decide(request, the_policy())
    assert isinstance(decision, Refusal)
    assert BOUND_EXCEEDED.rule not in {reason.rule for reason in decision.reasons}


def test_every_bound_is_tried() -> None:
    assert {bound for bound, _ in BREAKS} == set(BOUNDS)
    assert isinstance(decide(a_request(), the_policy()), Permit)
