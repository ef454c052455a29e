"""The words a person sees: a rule's title and next step with the facts of this request filled in.

`PLACEHOLDERS` is the table of what a rule's text may name; any other name refuses to load. Times are Japan time.
"""

import string
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from gateway.authorization.consents import lacking_of, spelled
from gateway.authorization.decision import Reason
from gateway.authorization.limits import Limits
from gateway.authorization.purposes import Purposes
from gateway.authorization.request import OrderFacts, Request
from gateway.authorization.rule import Rule
from gateway.vocabulary.clock import JST
from gateway.vocabulary.outcome import Text

_NOTHING = Text(ja="―", en="-")
_STANDING: Mapping[str, Text] = MappingProxyType(
    {
        "asked": Text(ja="申請中", en="asked"),
        "approved": Text(ja="承認済み", en="approved"),
        "returned": Text(ja="差し戻し", en="returned"),
        "rejected": Text(ja="却下", en="rejected"),
        "withdrawn": Text(ja="取り下げ", en="withdrawn"),
        "lapsed": Text(ja="期限切れ", en="lapsed"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Where placeholders take their words from."""

    request: Request
    limits: Limits
    purposes: Purposes


def standing_name(standing: str) -> Text:
    """An order's standing in words; a dash for a word nobody knows."""
    return _STANDING.get(standing, _NOTHING)


def japan_time(moment: datetime) -> str:
    """`2026-11-22 14:00 JST`."""
    return f"{moment.astimezone(JST):%Y-%m-%d %H:%M} JST"


def _plain(value: object) -> Text:
    return Text(ja=str(value), en=str(value))


def _of_order(word: Callable[[OrderFacts], Text]) -> Callable[[Facts], Text]:
    return lambda facts: _NOTHING if facts.request.order is None else word(facts.request.order)


def _purpose(facts: Facts) -> Text:
    order = facts.request.order
    return _NOTHING if order is None else facts.purposes.name_of(order.purpose)


def _ordered_accounts(facts: Facts) -> str:
    """The accounts on this target that the order names."""
    order, target = facts.request.order, facts.request.target.name
    named = () if order is None else (each for each in order.targets if each.name == target)
    return ", ".join(dict.fromkeys(account for each in named for account in each.accounts)) or "-"


def _permitted_purposes(facts: Facts) -> Text:
    names = tuple(facts.purposes.permitted_at(facts.request.now).values())
    return Text(ja="、".join(name.ja for name in names), en=", ".join(name.en for name in names)) if names else _NOTHING


def _unconsented(facts: Facts) -> Text:
    """Every client whose paper is missing, and what is wrong with it."""
    found = [spelled(each) for each in lacking_of(facts.request)]
    return Text(ja="、".join(each.ja for each in found), en="; ".join(each.en for each in found)) if found else _NOTHING


PLACEHOLDERS: Mapping[str, Callable[[Facts], Text]] = MappingProxyType(
    {
        "target": lambda facts: _plain(facts.request.target.name),
        "account": lambda facts: _plain(facts.request.account),
        "terminal": lambda facts: _plain(facts.request.terminal.id),
        "employer": lambda facts: Text(ja=facts.request.chain.name, en=ascii(facts.request.chain.employer)[1:-1]),
        "unconsented": _unconsented,
        "contract_end": lambda facts: _plain(facts.request.person.contract_end),
        "factors_minutes": lambda facts: _plain(facts.limits.factors_minutes),
        "window_hours": lambda facts: _plain(facts.limits.window_hours),
        "desk": lambda facts: facts.purposes.desk,
        "purpose": _purpose,
        "permitted_purposes": _permitted_purposes,
        "order": _of_order(lambda order: _plain(order.id)),
        "standing": _of_order(lambda order: standing_name(order.standing)),
        "accounts": lambda facts: _plain(_ordered_accounts(facts)),
        "starts_at": _of_order(lambda order: _plain(japan_time(order.starts_at))),
        "ends_at": _of_order(lambda order: _plain(japan_time(order.ends_at))),
        "approvals": _of_order(lambda order: _plain(len(order.approvers))),
        "approvals_needed": _of_order(lambda order: _plain(order.approvals_needed)),
    }
)


def is_one_line(text: str, letters_max: int) -> bool:
    """True for 1 to `letters_max` letters that a screen shows as they are: no control, format or line-break characters.

    (Unicode general categories C* and Zl, Zp; so neither an escape sequence nor a right-to-left override passes.)
    """
    shown = all(unicodedata.category(letter)[0] != "C" and letter not in "\u2028\u2029" for letter in text)
    return bool(text.strip()) and len(text) <= letters_max and shown


def placeholders_of(text: str) -> tuple[str, ...]:
    """The names between braces in `text`. Raises ValueError for braces that do not pair, or hold more than a name."""
    names = []
    for _, name, form, conversion in string.Formatter().parse(text):
        if name is None:
            continue
        if form or conversion or not name.isidentifier():
            raise ValueError(f"{{{name}}} is not a plain name")
        names.append(name)
    return tuple(names)


def reason_of(rule: Rule, facts: Facts) -> Reason:
    """The rule, in words about this request."""
    return Reason(rule=rule.id, title=_filled(rule.title, facts), next_step=_filled(rule.next_step, facts))


def refusal_text(reasons: Sequence[Reason]) -> Text:
    """Every reason with its next step, for the person's screen, in both languages."""
    return Text(
        ja="\n".join(
            ["接続できません。", *(f"・{why.title.ja}（{why.rule}）\n  → {why.next_step.ja}" for why in reasons)]
        ),
        en="\n".join(
            ["Access refused.", *(f"* {why.title.en} ({why.rule})\n  -> {why.next_step.en}" for why in reasons)]
        ),
    )


def _filled(text: Text, facts: Facts) -> Text:
    words = {name: PLACEHOLDERS[name](facts) for name in {*placeholders_of(text.ja), *placeholders_of(text.en)}}
    return Text(
        ja=text.ja.format_map({name: word.ja for name, word in words.items()}),
        en=text.en.format_map({name: word.en for name, word in words.items()}),
    )
