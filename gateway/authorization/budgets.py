"""policies/budgets.toml: how many people's data one person may see, for which purpose and on which class of target (R-06).

The default is the most there is: a purpose and a class of target can only narrow it, and where both speak the smaller number
holds. A purpose that purposes.toml does not know gets nothing; a target whose class nobody stated gets the least of all
classes. Wider than the default is only what two supervisors raise, once, by at most one session's worth.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import reduce
from types import MappingProxyType
from typing import Final

from gateway.authorization import files
from gateway.authorization.budgets_shell import ShellBudgets, shell_of
from gateway.authorization.purposes import Purposes
from gateway.authorization.strict_table import StrictTable, toml_of
from gateway.authorization.unfit import PolicyUnfit
from gateway.vocabulary.caps import BudgetCaps, Caps, RaiseLimits
from gateway.vocabulary.target import Importance

FILE = files.BUDGETS
_MOST = 1_000_000
_NONE = Caps(session=0, day=0, days_30=0, days_365=0, rows_day=0)
NOTHING: Final = BudgetCaps(per_client=_NONE, in_all=_NONE)
_SCOPES = ("per_client", "in_all")


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepLimits:
    """What looks like reading a table from end to end, by one person within an hour: see gateway/detection/rules.

    `rows` of one table shown, `statements` that differ, `steps` one behind another through the keys of one table.
    `again_minutes` is how long the same is not told again.
    """

    rows: int
    statements: int
    steps: int
    again_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgets:
    """The numbers. `warn_percent` 1-99 of a cap is where a person is warned. `cases` came out as they say."""

    default: BudgetCaps
    purposes: Mapping[str, BudgetCaps]
    classes: Mapping[Importance, BudgetCaps]
    known: frozenset[str]
    warn_percent: int
    raising: RaiseLimits
    sweep: SweepLimits
    shell: ShellBudgets
    cases: int = 0

    def caps(self, purpose: str, target_class: Importance | None) -> BudgetCaps:
        """What an order of `purpose` may show of a target of that class; None: nobody has classed it."""
        if purpose not in self.known:
            return NOTHING
        caps = self.default.narrowed(self.purposes.get(purpose, self.default))
        classes = tuple(Importance) if target_class is None else (target_class,)
        return reduce(BudgetCaps.narrowed, (self.classes.get(each, self.default) for each in classes), caps)


def budgets_of(content: bytes, purposes: Purposes) -> Budgets:
    """The budgets, proved by their cases. Raises PolicyUnfit naming the key."""
    top = StrictTable(FILE, toml_of(FILE, content))
    default = _both(top.table("default"))
    own_purposes = top.table("purpose") if top.has("purpose") else StrictTable(FILE, {}, "purpose")
    classes = top.table("target_class") if top.has("target_class") else StrictTable(FILE, {}, "target_class")
    _known(own_purposes, tuple(purposes.names), "unknown purpose")
    _known(classes, tuple(Importance), "unknown class")
    budgets = Budgets(
        default=default,
        purposes=MappingProxyType(
            {each: _narrower(own_purposes.table(each), default) for each in own_purposes.names()}
        ),
        classes=MappingProxyType(
            {Importance(each): _narrower(classes.table(each), default) for each in classes.names()}
        ),
        known=frozenset(purposes.names),
        warn_percent=_warn(top.table("warn")),
        raising=_raising(top.table("raise"), default),
        sweep=_sweep(top.table("sweep")),
        shell=shell_of(top.table("shell"), frozenset(purposes.names)),
        cases=len(top.data.get("case", ())),
    )
    _prove(top, budgets)
    top.done()
    return budgets


def _both(table: StrictTable) -> BudgetCaps:
    caps = BudgetCaps(per_client=_caps(table.table("per_client")), in_all=_caps(table.table("in_all")))
    table.done()
    return caps


def _caps(table: StrictTable) -> Caps:
    caps = Caps(**{each.name: table.whole(each.name, 0, _MOST) for each in fields(Caps)})
    table.done()
    if not caps.is_ordered:
        raise table.unfit("session", "session, day, days_30, days_365 grow in this order, or one of them says nothing")
    return caps


def _narrower(table: StrictTable, default: BudgetCaps) -> BudgetCaps:
    caps = _both(table)
    for scope in _SCOPES:
        for each in fields(Caps):
            if getattr(getattr(caps, scope), each.name) > getattr(getattr(default, scope), each.name):
                raise table.unfit(
                    f"{scope}.{each.name}", "is more than the default; a purpose or class only narrows it"
                )
    return caps


def _warn(table: StrictTable) -> int:
    percent = table.whole("percent", 1, 99)
    table.done()
    return percent


def _raising(table: StrictTable, default: BudgetCaps) -> RaiseLimits:
    most = default.per_client
    limits = RaiseLimits(people=table.whole("people", 0, _MOST), rows=table.whole("rows", 0, _MOST))
    table.done()
    if limits.people > most.session:
        raise table.unfit("people", f"is more than one session's worth, {most.session}")
    if limits.rows > most.rows_day:
        raise table.unfit("rows", f"is more than one day's worth, {most.rows_day}")
    return limits


def _sweep(table: StrictTable) -> SweepLimits:
    limits = SweepLimits(
        rows=table.whole("rows_per_hour", 1, _MOST),
        statements=table.whole("statements_per_hour", 1, _MOST),
        steps=table.whole("steps_per_hour", 2, 10_000),
        again_minutes=table.whole("again_minutes", 1, 1440),
    )
    table.done()
    return limits


def _prove(top: StrictTable, budgets: Budgets) -> None:
    """Every purpose and every class that narrows has a case. Raises PolicyUnfit."""
    shown: set[str] = set()
    for case in top.tables("case") if top.has("case") else ():
        purpose = case.text("purpose")
        target_class = case.word("target_class", Importance) if case.has("target_class") else None
        came = budgets.caps(purpose, target_class)
        for scope in _SCOPES:
            expected = _caps(case.table(scope))
            if getattr(came, scope) != expected:
                raise case.unfit(scope, f"{purpose}: came out {getattr(came, scope)}")
        case.done()
        shown |= {purpose, *(() if target_class is None else (target_class.value,))}
    for each in (*budgets.purposes, *(found.value for found in budgets.classes)):
        if each not in shown:
            raise PolicyUnfit(FILE, each, "no case shows what it may see")
    if not shown:
        raise PolicyUnfit(FILE, "case", "no case at all")


def _known(table: StrictTable, valid: tuple[str, ...], what: str) -> None:
    for each in table.names():
        if each not in valid:
            raise PolicyUnfit(FILE, f"{table.place}.{each}", what, valid=valid)
