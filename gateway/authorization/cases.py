"""Cases: who, where, when, and what must come of it. They stand beside the rules and are checked whenever a policy loads.

`access/cases/baseline.toml` describes one request that is permitted; every other file there belongs to the rules file of
the same name, and each of its cases says what is different and which rules must refuse, no more and no fewer.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from gateway.authorization import files
from gateway.authorization.case_request import request_of
from gateway.authorization.request import Request
from gateway.authorization.strict_table import StrictTable, toml_of
from gateway.authorization.unfit import PolicyUnfit
from gateway.vocabulary.outcome import Text

BASELINE = "access/cases/baseline.toml"
_OPTIONAL = ("order", "target.free_until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case. `refused` are the ids of all rules that refuse; empty where the request is permitted by `permitted`."""

    file: str
    name: Text
    request: Request
    permitted: tuple[str, ...]
    refused: tuple[str, ...]


def cases_of(content: Mapping[str, bytes]) -> tuple[Case, ...]:
    """All cases of a policy directory. Raises PolicyUnfit for a rules file without cases, or cases without a rules file."""
    rules = {found.group(1) for name in content if (found := files.RULES.fullmatch(name))}
    cases = {found.group(1) for name in content if (found := files.CASES.fullmatch(name))} - {"baseline"}
    if BASELINE not in content:
        raise PolicyUnfit(BASELINE, BASELINE, "the file is missing")
    for name in sorted(rules ^ cases):
        missing = f"access/cases/{name}.toml" if name in rules else f"access/{name}.cedar"
        raise PolicyUnfit(missing, missing, "is missing: rules and their cases stand side by side")
    baseline = toml_of(BASELINE, content[BASELINE])
    return tuple(case for name in sorted(cases) for case in _cases(f"access/cases/{name}.toml", content, baseline))


def _cases(file: str, content: Mapping[str, bytes], baseline: Mapping[str, Any]) -> list[Case]:
    top = StrictTable(file, toml_of(file, content[file]))
    cases = [_case(table, baseline) for table in top.tables("case")]
    top.done()
    return cases


def _case(table: StrictTable, baseline: Mapping[str, Any]) -> Case:
    name = Text(ja=table.text("ja"), en=table.text("en"))
    facts = deepcopy(dict(baseline))
    for place in table.texts("without") if table.has("without") else ():
        _remove(table, facts, place)
    if table.has("change"):
        _merge(facts, table.table("change").data)
    case = Case(
        file=table.file,
        name=name,
        request=request_of(StrictTable(table.file, facts, table.place)),
        permitted=table.texts("permitted") if table.has("permitted") else (),
        refused=table.texts("refused") if table.has("refused") else (),
    )
    table.done()
    if bool(case.permitted) == bool(case.refused):
        raise table.unfit("refused", "a case is either permitted or refused by named rules")
    return case


def _remove(table: StrictTable, facts: dict[str, Any], place: str) -> None:
    if place not in _OPTIONAL:
        raise PolicyUnfit(table.file, f"{table.place}.without.{place}", "cannot be left out", valid=_OPTIONAL)
    *path, last = place.split(".")
    for key in path:
        facts = facts[key]
    facts.pop(last, None)


def _merge(facts: dict[str, Any], change: Mapping[str, Any]) -> None:
    """Writes every changed value over the baseline's. A key that nobody reads is refused when the request is built."""
    for key, value in change.items():
        if isinstance(value, dict) and isinstance(facts.get(key), dict):
            _merge(facts[key], value)
        else:
            facts[key] = value
