"""Templates of work orders (ひな形): what an order usually says, so that asking takes a minute and not ten (R-96).

A template opens nothing: it fills in a form. Invariants: its purpose is a known one, its hours and people are within the
limits, and its own cases say on which days the memorandum lets it be used; a template without a case does not load.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from gateway.authorization.limits import Limits
from gateway.authorization.purposes import Purposes
from gateway.authorization.strict_table import StrictTable, toml_of
from gateway.authorization.unfit import PolicyUnfit
from gateway.authorization.wording import is_one_line
from gateway.vocabulary.identifiers import ACCOUNT_NAME, TARGET_NAME
from gateway.vocabulary.outcome import Text

FILE = "orders.toml"
_ID = re.compile(r"[a-z][a-z0-9-]{0,39}")


class Typed(StrEnum):
    """What is typed under such an order; spelled as `work_orders.order.Mode`."""

    COMMANDS = "commands"
    SHELL = "shell"


class Outcome(StrEnum):
    """What a case expects."""

    PERMITTED = "permitted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTemplate:
    """One template. `targets` are `target` or `target/account`; `reason` is a skeleton that whoever asks writes on.

    `subjects` is how many people's data will be seen at most; None where no personal data are.
    """

    id: str
    name: Text
    purpose: str
    mode: Typed
    personal_data: bool
    subjects: int | None
    targets: tuple[str, ...]
    hours: int
    reason: Text


Templates = Mapping[str, OrderTemplate]


def templates_of(content: bytes, limits: Limits, purposes: Purposes) -> Templates:
    """All templates by id, in the file's order, proved by the file's cases. Raises PolicyUnfit naming the key."""
    top = StrictTable(FILE, toml_of(FILE, content))
    described = top.table("template") if top.has("template") else StrictTable(FILE, {}, "template")
    found = {name: _template(name, described.table(name), limits, purposes) for name in described.names()}
    proved = {_proved(case, found, purposes) for case in (top.tables("case") if top.has("case") else ())}
    top.done()
    for name in found:
        if name not in proved:
            raise PolicyUnfit(FILE, f"template.{name}", "no case shows when this template may be used")
    return MappingProxyType(found)


def _template(name: str, table: StrictTable, limits: Limits, purposes: Purposes) -> OrderTemplate:
    if not _ID.fullmatch(name):
        raise PolicyUnfit(FILE, f"template.{name}", "a name is of small letters, digits and -, 40 at most")
    personal_data = table.truth("personal_data")
    template = OrderTemplate(
        id=name,
        name=Text(ja=table.text("ja"), en=table.text("en")),
        purpose=table.text("purpose"),
        mode=table.word("mode", Typed),
        personal_data=personal_data,
        subjects=table.whole("subjects", 1, limits.subjects) if personal_data else None,
        targets=table.texts("targets") if table.has("targets") else (),
        hours=table.whole("hours", 1, limits.window_hours),
        reason=table.bilingual("reason"),
    )
    table.done()
    _check(table, template, limits, purposes)
    return template


def _check(table: StrictTable, template: OrderTemplate, limits: Limits, purposes: Purposes) -> None:
    if template.purpose not in purposes.names:
        raise PolicyUnfit(FILE, f"{table.place}.purpose.{template.purpose}", "unknown purpose", valid=purposes.names)
    for text in (template.name.ja, template.name.en, template.reason.ja, template.reason.en):
        if not is_one_line(text, limits.reason_letters):
            raise table.unfit("reason", f"is not one line of at most {limits.reason_letters} letters")
    for each in template.targets:
        target, slash, account = each.partition("/")
        if not TARGET_NAME.fullmatch(target) or (slash and not ACCOUNT_NAME.fullmatch(account)):
            raise table.unfit("targets", f"{each!a} is neither target nor target/account")


def _proved(case: StrictTable, found: Templates, purposes: Purposes) -> str:
    """The template this case speaks of, once the case has come out as it says."""
    name, at, expected = case.text("template"), case.moment("at"), case.word("outcome", Outcome)
    case.done()
    template = found.get(name)
    if template is None:
        raise PolicyUnfit(FILE, f"{case.place}.template.{name}", "unknown template", valid=found)
    came = Outcome.PERMITTED if purposes.permits(template.purpose, at) else Outcome.REFUSED
    if came is not expected:
        raise case.unfit("outcome", f"expected {expected}, came out {came}")
    return name
