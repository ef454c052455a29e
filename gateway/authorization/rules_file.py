"""One file of Cedar rules, read strictly: every rule with id, title and next step in both languages, nothing unknown.

Cedar itself ignores annotations and accepts a rule without any; what would be ignored there is refused here.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cedarpy import Schema, policies_to_json_str, validate_policies

from gateway.authorization.obligations import OBLIGATIONS, ONLY_OF
from gateway.authorization.request import Capability
from gateway.authorization.rule import Effect, Rule
from gateway.authorization.unfit import PolicyUnfit
from gateway.authorization.wording import PLACEHOLDERS, is_one_line, placeholders_of
from gateway.vocabulary.outcome import Text

ID = re.compile(r"SK-[1-9][0-9]{2}")  # SK-0xx are the code's own
_REQUIRED = ("id", "title", "title_ja", "next", "next_ja")
_OBLIGATIONS = "obligations"
_LETTERS_MAX = 240
_QUOTED = re.compile(r"`([A-Za-z_]+)`")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedRule:
    """A rule and its Cedar JSON form."""

    rule: Rule
    cedar: Mapping[str, Any]


def rules_of(file: str, content: bytes, schema: Schema) -> tuple[ParsedRule, ...]:
    """The rules of one file, checked against the schema. Raises PolicyUnfit naming file, rule and key."""
    text = _text(file, content)
    try:
        parsed = json.loads(policies_to_json_str(text))
    except ValueError as wrong:
        raise PolicyUnfit(file, "Cedar", str(wrong)) from None
    if parsed["templates"] or parsed["templateLinks"]:
        raise PolicyUnfit(file, "?principal", "templates are not used here; write the rule out")
    if not parsed["staticPolicies"]:
        raise PolicyUnfit(file, file, "holds no rule")
    rules = tuple(_rule(file, cedar) for cedar in parsed["staticPolicies"].values())
    _check_against(schema, file, text)
    return rules


def _text(file: str, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise PolicyUnfit(file, file, "is not UTF-8") from None


def _check_against(schema: Schema, file: str, text: str) -> None:
    result = validate_policies(text, schema)
    if result.validation_passed:
        return
    ids: dict[str, str] = result.id_annotations_by_policy_id
    first = result.errors[0]
    known = set(re.findall(r"[A-Za-z_]+", str(schema)))
    strange = [word for word in _QUOTED.findall(first.error) if word not in known]
    valid = known if strange else ()
    key = f"{ids.get(first.policy_id, first.policy_id)}.{strange[0] if strange else 'schema'}"
    raise PolicyUnfit(file, key, first.error, valid=valid)


def _rule(file: str, cedar: Mapping[str, Any]) -> ParsedRule:
    words: dict[str, str] = {name: value or "" for name, value in cedar.get("annotations", {}).items()}
    name = words.get("id", "a rule without @id")
    effect = Effect(cedar["effect"])
    known = (*_REQUIRED, _OBLIGATIONS) if effect is Effect.PERMIT else _REQUIRED
    for key in words:
        if key not in known:
            raise PolicyUnfit(file, f"{name}.@{key}", f"unknown annotation on a {effect}", valid=known)
    for key in known:
        if not words.get(key, "").strip():
            raise PolicyUnfit(file, f"{name}.@{key}", "is missing or empty")
    if not ID.fullmatch(name):
        raise PolicyUnfit(file, f"{name}.@id", "an id is SK- and a number from 100 to 999")
    if effect is Effect.PERMIT and cedar["action"]["op"] != "==":
        raise PolicyUnfit(file, name, "a permit is for one capability: action == Action::...")
    rule = Rule(
        id=name,
        effect=effect,
        title=_both(file, name, words, "title"),
        next_step=_both(file, name, words, "next"),
        obligations=_obligations(file, name, words.get(_OBLIGATIONS), _capability(cedar)),
        file=file,
        capability=_capability(cedar),
    )
    return ParsedRule(rule=rule, cedar=cedar)


def _capability(cedar: Mapping[str, Any]) -> Capability | None:
    """The one capability it speaks of; None for several or all. An unknown one fails the schema a moment later."""
    named = cedar["action"]["entity"]["id"] if cedar["action"]["op"] == "==" else None
    return Capability(named) if named in set(Capability) else None


def _both(file: str, name: str, words: Mapping[str, str], key: str) -> Text:
    text = Text(ja=words[f"{key}_ja"], en=words[key])
    if not text.en.isascii():
        raise PolicyUnfit(file, f"{name}.@{key}", "is not ASCII")
    for spelled, language in ((text.ja, f"{key}_ja"), (text.en, key)):
        if not is_one_line(spelled, _LETTERS_MAX):
            raise PolicyUnfit(file, f"{name}.@{language}", f"is one printable line of at most {_LETTERS_MAX} letters")
        _check_placeholders(file, f"{name}.@{language}", spelled)
    return text


def _check_placeholders(file: str, key: str, spelled: str) -> None:
    try:
        names = placeholders_of(spelled)
    except ValueError as wrong:
        raise PolicyUnfit(file, key, str(wrong)) from None
    for name in names:
        if name not in PLACEHOLDERS:
            raise PolicyUnfit(file, f"{key}.{name}", "unknown placeholder", valid=PLACEHOLDERS)


def _obligations(file: str, name: str, spelled: str | None, of: Capability | None) -> tuple[str, ...]:
    if spelled is None:
        return ()
    names = tuple(spelled.split())
    for obligation in names:
        if obligation not in OBLIGATIONS:
            raise PolicyUnfit(file, f"{name}.@{_OBLIGATIONS}.{obligation}", "unknown obligation", valid=OBLIGATIONS)
        if of is not None and ONLY_OF.get(obligation, of) is not of:
            what = f"only {ONLY_OF[obligation]} can be demanded so"
            raise PolicyUnfit(file, f"{name}.@{_OBLIGATIONS}.{obligation}", what)
    return names
