"""What an expression of PromQL names, and whether every bit of it exists here: metrics, labels, words, functions, durations.

Not an evaluator: a reader that refuses whatever it does not know, so that a misspelt metric or label, which Prometheus itself
takes for one that merely has no samples, is an error.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from gateway.metrics.families import Family, Kind
from gateway.metrics.table import families

FUNCTIONS = {
    "abs", "absent", "avg", "changes", "count", "histogram_quantile", "increase", "max", "min", "predict_linear", "rate",
    "sum", "time",
}  # fmt: skip
WORDS = {"and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right"}
_GROUPING = {"by", "without", "on", "ignoring", "group_left", "group_right"}
OURS_EVERYWHERE = {"instance", "job"}
_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*)|(?P<number>\d+(?:\.\d+)?)(?![a-z])|(?P<range>\[\d+[smhd]\])"
    r"|(?P<matchers>\{[^{}]*\})|(?P<sign>==|!=|>=|<=|[-+*/<>(),])"
)
_MATCHER = re.compile(r'([a-z_]+)(=~|!~|!=|=)"([^"\\]*)"')


class NotOurs(ValueError):
    """Names something that does not exist, or cannot be read."""


@dataclass(frozen=True)
class _Series:
    labels: dict[str, frozenset[str] | None]  # None: whatever the scraper says
    is_counter: bool


def _known() -> dict[str, _Series]:
    known = {"up": _Series({"job": None, "instance": None}, False)}
    for family in families():
        for suffix in ("_bucket", "_sum", "_count") if family.kind is Kind.HISTOGRAM else ("",):
            known[family.name + suffix] = _Series(_labels(family, suffix), suffix != "" or family.kind is Kind.COUNTER)
    return known


def _labels(family: Family, suffix: str) -> dict[str, frozenset[str] | None]:
    labels: dict[str, frozenset[str] | None] = dict.fromkeys(OURS_EVERYWHERE)
    if family.label is not None:
        labels[family.label.name] = family.label.words
    if suffix == "_bucket":
        labels["le"] = None
    return labels


def named(expression: str) -> set[str]:
    """The metrics an expression names. Raises NotOurs."""
    tokens = _tokens(expression)
    known, found, grouping = _known(), set(), False
    for at, (kind, text) in enumerate(tokens):
        before, after = tokens[at - 1] if at else ("", ""), tokens[at + 1] if at + 1 < len(tokens) else ("", "")
        if kind == "name" and grouping:
            if text not in OURS_EVERYWHERE | {"le"} | {family.label.name for family in families() if family.label}:
                raise NotOurs(f"no label {text}")
        elif kind == "name" and text in known:
            found.add(text)
            _judge(text, known[text], after, tokens[at + 2] if at + 2 < len(tokens) else ("", ""), before, tokens[:at])
        elif kind == "name" and text not in WORDS and not (text in FUNCTIONS and after[1] in ("(", "by", "without")):
            raise NotOurs(f"no metric and no function {text}")
        elif kind in ("matchers", "range") and before[0] not in ("name", "matchers"):
            raise NotOurs(f"{text} of nothing")
        grouping = _goes_on(grouping, before, text)
    if not found:
        raise NotOurs("names no metric")
    return found


def _goes_on(grouping: bool, before: tuple[str, str], text: str) -> bool:
    return (grouping and text != ")") or (text == "(" and before[1] in _GROUPING)


def _judge(
    name: str,
    series: _Series,
    after: tuple[str, str],
    next_: tuple[str, str],
    before: tuple[str, str],
    ahead: list[tuple[str, str]],
) -> None:
    matchers = after if after[0] == "matchers" else ("", "{}")
    ranged = "range" in (after[0], next_[0] if after[0] == "matchers" else "")
    for label, sign, value in _matched(matchers[1]):
        if label not in series.labels:
            raise NotOurs(f"{name} has no label {label}")
        words = series.labels[label]
        if words is not None and value != "$instance":
            strange = {word for word in (value.split("|") if "~" in sign else [value]) if word not in words}
            if strange:
                raise NotOurs(f"{name} knows no {min(strange)}")
    function = ahead[-2][1] if len(ahead) > 1 and before[1] == "(" else ""
    if ranged is not (function in {"rate", "increase", "changes", "predict_linear"}):
        raise NotOurs(f"{name}: a range without its function, or the other way round")
    if (function in {"rate", "increase"}) is not series.is_counter:
        raise NotOurs(f"{name}: only a counter increases, and it means nothing by itself")


def _matched(text: str) -> list[tuple[str, str, str]]:
    inner = text[1:-1]
    found = _MATCHER.findall(inner)
    if ",".join(f'{label}{sign}"{value}"' for label, sign, value in found) != inner:
        raise NotOurs(f"{text} cannot be read")
    return found


def _tokens(expression: str) -> list[tuple[str, str]]:
    found, at, depth = [], 0, 0
    while at < len(expression):
        match = _TOKEN.match(expression, at)
        if match is None or match.lastgroup is None:
            raise NotOurs(f"{expression[at:]!r} cannot be read")
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if depth < 0:
            raise NotOurs("a bracket too many")
        if match.lastgroup != "space":
            found.append((match.lastgroup, match[0]))
        at = match.end()
    if depth:
        raise NotOurs("a bracket is open")
    for (first, one), (second, other) in pairwise(found):
        if first in ("name", "number") and second in ("name", "number") and not {one, other} & WORDS:
            raise NotOurs(f"{one} {other}: nothing stands between them")
    return found
