"""load(directory) -> Policy: all of it or nothing. What is unknown, missing, ambiguous, or fails its own cases, does not load.

There is no default policy: a missing directory stops the start (absence is never permission).
"""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cedarpy import PolicySet, Schema

from gateway.authorization import files
from gateway.authorization.budgets import budgets_of
from gateway.authorization.cases import cases_of
from gateway.authorization.cedar import Engine
from gateway.authorization.coherence.judge import judge
from gateway.authorization.columns.column_files import columns_of
from gateway.authorization.commands.work_types_file import commands_of
from gateway.authorization.limits import limits_of
from gateway.authorization.policy import Policy
from gateway.authorization.proving import prove
from gateway.authorization.purposes import purposes_of
from gateway.authorization.request import Capability
from gateway.authorization.roles import roles_of
from gateway.authorization.rule import Effect
from gateway.authorization.rules_file import ParsedRule, rules_of
from gateway.authorization.templates import templates_of
from gateway.authorization.unfit import PolicyUnfit


def load(directory: Path) -> Policy:
    """The policy in `directory`, coherent and proved by its own cases.

    Raises PolicyUnfit naming file, key and the nearest valid one; PolicyIncoherent naming rules that undo each other.
    """
    content = files.read(directory)
    schema = _schema(content[files.SCHEMA])
    parsed = _all_rules(content, schema)
    limits, purposes = limits_of(content["limits.toml"]), purposes_of(content["purposes.toml"])
    policy = Policy(
        digest=files.digest(content),
        rules=MappingProxyType({name: each.rule for name, each in parsed.items()}),
        engine=Engine(_policy_set(parsed), schema),
        limits=limits,
        purposes=purposes,
        roles=roles_of(content["roles.toml"]),
        templates=templates_of(content["orders.toml"], limits, purposes),
        commands=commands_of(content, purposes),
        columns=columns_of(content),
        budgets=budgets_of(content[files.BUDGETS], purposes),
    )
    cases = cases_of(content)
    judge(policy, {name: each.cedar for name, each in parsed.items()})
    prove(policy, cases)
    return policy


def _schema(content: bytes) -> Schema:
    try:
        return Schema.from_str(content.decode("utf-8"))
    except ValueError as wrong:
        raise PolicyUnfit(files.SCHEMA, "schema", str(wrong)) from None


def _all_rules(content: Mapping[str, bytes], schema: Schema) -> dict[str, ParsedRule]:
    rules: dict[str, ParsedRule] = {}
    for file in content:
        if files.RULES.fullmatch(file):
            for each in rules_of(file, content[file], schema):
                if each.rule.id in rules:
                    raise PolicyUnfit(file, f"{each.rule.id}.@id", f"is also in {rules[each.rule.id].rule.file}")
                rules[each.rule.id] = each
    _check_whole(rules)
    return rules


def _check_whole(rules: Mapping[str, ParsedRule]) -> None:
    for effect in Effect:
        if not any(each.rule.effect is effect for each in rules.values()):
            raise PolicyUnfit("access", effect.value, f"there is no {effect} at all")
    spoken_of = {_capability(each.cedar) for each in rules.values()}
    for capability in Capability:
        if capability.value not in spoken_of:
            raise PolicyUnfit("access", capability.value, "no rule speaks of this capability; permit it or forbid it")


def _capability(cedar: Mapping[str, Any]) -> str | None:
    return str(cedar["action"]["entity"]["id"]) if cedar["action"]["op"] == "==" else None


def _policy_set(parsed: Mapping[str, ParsedRule]) -> PolicySet:
    """All rules as one set under their own ids, so that the engine's reasons and errors name them."""
    cedar = {name: dict(each.cedar) for name, each in parsed.items()}
    return PolicySet.from_json_str(json.dumps({"staticPolicies": cedar, "templates": {}, "templateLinks": []}))
