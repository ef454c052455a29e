import json

import pytest
from cedarpy import policies_to_json_str

from gateway.authorization.coherence.circumstances import Circumstances, request_of
from gateway.authorization.coherence.particulars import PARTICULARS_MAX, particulars_of
from gateway.authorization.request import Capability
from gateway.authorization.unfit import PolicyUnfit
from tests.gateway.authorization.a_request import SHIPPED, the_policy


def names(cedar):
    rules = json.loads(policies_to_json_str(cedar))["staticPolicies"]
    return [twist.name for twist in particulars_of(rules, ["failure"])]


def test_the_shipped_rules_are_particular_about_nobody():
    for path in (SHIPPED / "access").glob("*.cedar"):
        assert names(path.read_text(encoding="utf-8")) == []


def test_every_name_a_rule_is_particular_about_is_found():
    found = names(
        '@title("P-1") forbid (principal == Person::"P-7", action in [Action::"shell", Action::"exec"], resource) when {'
        '["root", "maint"].contains(context.account) && (resource in [Target::"a", Target::"b"] ||'
        'context.terminal == Terminal::"TM-1" || context.order.purpose == "failure" ||'
        'context.now > datetime("2026-01-01")) };'
    )
    assert found == ["Person P-7", "Target a", "Target b", "Terminal TM-1", "word maint", "word root"]


def test_more_than_anybody_can_look_through_is_refused():
    many = ", ".join(f'"w{number}"' for number in range(PARTICULARS_MAX + 1))
    with pytest.raises(PolicyUnfit, match="one by one"):
        names(f"forbid (principal, action, resource) when {{ [{many}].contains(context.account) }};")


@pytest.mark.parametrize("kind", ["Person", "Terminal", "Target", "word"])
def test_a_particular_question_is_about_that_name(kind):
    rules = json.loads(policies_to_json_str('forbid (principal, action, resource) when { context.account == "root" };'))
    entity = {"conditions": [{"type": kind, "id": "root"}]} if kind != "word" else rules["staticPolicies"]["policy0"]
    (twist,) = particulars_of({"x": entity}, [])
    usual = request_of(Circumstances(capability=Capability.SHELL, personal=True), the_policy())
    request = twist.apply(usual, the_policy())
    named = {"Person": request.person.id, "Terminal": request.terminal.id, "Target": request.target.name}
    assert named.get(kind, request.account) == "root"
    assert request.order is not None
    assert request.order.person_id == request.person.id
    assert [each.name for each in request.order.targets] == [request.target.name]
    assert request.account in request.order.targets[0].accounts
