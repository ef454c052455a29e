"""What a second administrator compares before signing: every fact the registrar kept of an asked change, in words.

None is dropped: a fact or a value without a word of its own is shown as it was kept. What becomes another comes first.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from gateway.menu.cells import harmless
from gateway.vocabulary.outcome import Fault, Text
from gateway.wiring.office import Office
from gateway.wiring.office_reading import ProposalLine
from gateway.wiring.office_words import CHANGES, LABELS, WORDS

NONE: Final = Text(ja="なし", en="none")
_FURTHER: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "id": Text(ja="番号", en="id"),
        "username": Text(ja="利用者名", en="user name"),
        "keys": Text(ja="本人の鍵", en="person's keys"),
        "credentials": Text(ja="新しい認証要素", en="new factors"),
        "asked": Text(ja="申請された変更", en="asked change"),
    }
)
_FACTORS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "password": Text(ja="パスワード", en="password"),
        "totp": Text(ja="ワンタイムコード", en="one-time codes"),
    }
)
_ORDER: Final[Mapping[str, int]] = MappingProxyType({name: place for place, name in enumerate(LABELS, 1)})
_PEOPLE: Final = frozenset({"PersonAdded", "PersonChanged"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact; `before` is None where nothing stood there or nothing changes. A list has a line for each of its members."""

    label: Text
    before: tuple[Text, ...] | None
    after: tuple[Text, ...]


def change_named(line: ProposalLine) -> Text:
    """What would be done."""
    return CHANGES.get(line.change, Text(ja=harmless(line.change), en=harmless(line.change)))


def subject_named(office: Office, line: ProposalLine) -> str:
    """Whom or what it is about: a person's user name with the id; any other thing by what it is registered as."""
    asked = line.facts.get("username") if isinstance(line.facts, dict) else None
    named = asked or {each.id: each.username for each in office.lists.people()}.get(line.subject)
    return harmless(line.subject) if named is None else f"{harmless(named)} ({harmless(line.subject)})"


def compared(office: Office, line: ProposalLine) -> tuple[Fact, ...]:
    """Everything kept of what was asked."""
    facts = line.facts if isinstance(line.facts, dict) else {"asked": line.facts}
    return tuple(_facts(facts, _words(office, line)))


def _facts(facts: Mapping[str, Any], words: Mapping[str, Text]) -> Iterator[Fact]:
    changed = facts.get("changed")
    pairs = changed if isinstance(changed, dict) else {}
    for name, pair in pairs.items():
        both = pair if isinstance(pair, dict) else {"after": pair}
        before = _values(both["before"], words) if "before" in both else None
        yield Fact(label=_label(name), before=before, after=_values(both.get("after"), words))
    for name, value in sorted(facts.items(), key=_place):
        if name not in pairs and (name != "changed" or value != pairs):
            yield Fact(label=_label(name), before=None, after=_values(value, words))


def _place(fact: tuple[str, Any]) -> int:
    """Facts stand in the order of their forms, as LABELS has them; what it does not have comes first."""
    return _ORDER.get(fact[0], 0)


def _label(name: str) -> Text:
    return _FURTHER.get(name) or LABELS.get(name) or Text(ja=harmless(name), en=harmless(name))


def _values(value: object, words: Mapping[str, Text]) -> tuple[Text, ...]:
    parts = value if isinstance(value, list) else [value]
    return tuple(_said(part, words) for part in parts if part not in (None, "")) or (NONE,)


def _said(part: object, words: Mapping[str, Text]) -> Text:
    spelled = part if isinstance(part, str) else json.dumps(part, ensure_ascii=False)
    return words.get(spelled, Text(ja=harmless(spelled), en=harmless(spelled)))


def _words(office: Office, line: ProposalLine) -> Mapping[str, Text]:
    """Words for values: standings, roles, and, with their ids, the names of employers and clients."""
    parties = {each.id: each.name for each in office.lists.employers()}
    parties |= {each.id: each.name for each in office.lists.clients()}
    named = {id_: f"{harmless(name)} ({harmless(id_)})" for id_, name in parties.items()}
    factors = _FACTORS if line.change in _PEOPLE else {}
    return {**WORDS, **factors, **_roles(office), **{id_: Text(ja=said, en=said) for id_, said in named.items()}}


def _roles(office: Office) -> Mapping[str, Text]:
    try:
        return {role.value: name for role, name in office.policy.roles.names.items()}
    except Fault:  # a policy that is not fit must not keep anybody from reading what was asked
        return {}
