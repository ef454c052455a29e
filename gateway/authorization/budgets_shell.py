"""policies/budgets.toml [shell]: how many people and how much of what nobody reads a shell may show, masked (R-07).

The default is the most there is; a purpose and a class of target name the numbers they narrow. A purpose that purposes.toml does
not know is shown nobody, and a target nobody classed gets the least of all classes, as for rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Final

from gateway.authorization.strict_table import StrictTable
from gateway.authorization.unfit import PolicyUnfit
from gateway.vocabulary.caps import ShellCaps
from gateway.vocabulary.target import Importance

_MOST: Final = 1_000_000_000
_NAMES: Final = tuple(each.name for each in fields(ShellCaps))
_PEOPLE: Final = ("people", "session", "day", "days_30", "days_365")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellBudgets:
    """The numbers, and what narrows them by purpose and by class. `known` are the purposes there are."""

    default: ShellCaps
    purposes: Mapping[str, Mapping[str, int]]
    classes: Mapping[Importance, Mapping[str, int]]
    known: frozenset[str]

    def caps(self, purpose: str, target_class: Importance | None) -> ShellCaps:
        """What an order of `purpose` may be shown in a shell on a target of that class; None: nobody has classed it."""
        if purpose not in self.known:
            return self.default.narrowed(**dict.fromkeys(_PEOPLE, 0))
        caps = self.default.narrowed(**self.purposes.get(purpose, {}))
        for each in tuple(Importance) if target_class is None else (target_class,):
            caps = caps.narrowed(**self.classes.get(each, {}))
        return caps


def shell_of(table: StrictTable, known: frozenset[str]) -> ShellBudgets:
    """The budgets, proved by their cases. Raises PolicyUnfit naming the key."""
    default = ShellCaps(**{name: table.whole(name, _least(name), _MOST) for name in _NAMES})
    if not default.is_ordered:
        raise table.unfit("people", "people, session, day, days_30, days_365 grow in this order")
    budgets = ShellBudgets(
        default=default,
        purposes=_narrowings(table, "purpose", tuple(sorted(known)), default),
        classes=MappingProxyType(
            {
                Importance(name): numbers
                for name, numbers in _narrowings(table, "target_class", tuple(Importance), default).items()
            }
        ),
        known=known,
    )
    _prove(table, budgets)
    table.done()
    return budgets


def _least(name: str) -> int:
    return 0 if name in _PEOPLE else 1


def _narrowings(
    table: StrictTable, key: str, valid: tuple[str, ...], default: ShellCaps
) -> Mapping[str, Mapping[str, int]]:
    if not table.has(key):
        return MappingProxyType({})
    inner = table.table(key)
    for name in inner.names():
        if name not in valid:
            raise PolicyUnfit(inner.file, f"{inner.place}.{name}", f"unknown {key}", valid=valid)
    return MappingProxyType({name: _narrower(inner.table(name), default) for name in inner.names()})


def _narrower(table: StrictTable, default: ShellCaps) -> Mapping[str, int]:
    numbers = {name: table.whole(name, _least(name), _MOST) for name in _NAMES if table.has(name)}
    table.done()
    for name, number in numbers.items():
        if number > getattr(default, name):
            raise table.unfit(name, "is more than the default; a purpose or class only narrows it")
    if not default.narrowed(**numbers).is_ordered:
        raise table.unfit("people", "people, session, day, days_30, days_365 grow in this order")
    return MappingProxyType(numbers)


def _prove(table: StrictTable, budgets: ShellBudgets) -> None:
    """Every purpose and every class that narrows has a case. Raises PolicyUnfit."""
    shown: set[str] = set()
    for case in table.tables("case") if table.has("case") else ():
        purpose = case.text("purpose")
        target_class = case.word("target_class", Importance) if case.has("target_class") else None
        came = budgets.caps(purpose, target_class)
        for name in (each for each in _NAMES if case.has(each)):
            if case.whole(name, 0, _MOST) != getattr(came, name):
                raise case.unfit(name, f"{purpose}: came out {getattr(came, name)}")
        case.done()
        shown |= {purpose, *(() if target_class is None else (target_class.value,))}
    for each in (*budgets.purposes, *(found.value for found in budgets.classes)):
        if each not in shown:
            raise PolicyUnfit(table.file, f"{table.place}.{each}", "no case shows what it may see")
    if not shown:
        raise table.unfit("case", "no case at all")
