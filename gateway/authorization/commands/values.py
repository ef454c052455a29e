"""A typed word becomes the value of a parameter, or a refusal: one reader a kind, and no kind without one."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from types import MappingProxyType

from gateway.authorization.commands.grammars import is_regex, package_of, time_of, unit_of
from gateway.authorization.commands.invocation import Refused, Why
from gateway.authorization.commands.lists import ListedCommand, Offer
from gateway.authorization.commands.parameters import Kind, Parameter
from gateway.authorization.commands.paths import path_of
from gateway.authorization.commands.wording import ASK, refused, shown

Value = str | int
_SHOWN_NAMES_MAX = 12


def value_of(command: ListedCommand, parameter: Parameter, typed: str, offer: Offer) -> Value | Refused:
    """The value, within its parameter's bounds, or why it is none."""
    return READERS[parameter.kind](command, parameter, typed, offer)


def _wrong(command: ListedCommand, parameter: Parameter, typed: str, ja: str, en: str) -> Refused:
    was = shown(typed)
    return refused(
        Why.VALUE,
        f"{parameter.name}（{parameter.text.ja}）に {was.ja} は使えません。{ja}",
        f"{parameter.name} ({parameter.text.en}) cannot be {was.en}. {en}",
        command=command,
    )


def _number(command: ListedCommand, parameter: Parameter, typed: str, _offer: Offer) -> Value | Refused:
    low, high = parameter.minimum, parameter.maximum
    digits = typed.isascii() and typed.isdigit() and len(typed) <= len(str(high)) and str(int(typed)) == typed
    if digits and low <= int(typed) <= high:
        return int(typed)
    return _wrong(command, parameter, typed, f"{low} から {high} までの整数です。", f"A whole number, {low} to {high}.")


def _pattern(command: ListedCommand, parameter: Parameter, typed: str, _offer: Offer) -> Value | Refused:
    low, high = parameter.minimum, parameter.maximum
    if low <= len(typed) <= high and typed.strip():
        return typed
    return _wrong(command, parameter, typed, f"{low} から {high} 文字です。", f"{low} to {high} letters.")


def _regex(command: ListedCommand, parameter: Parameter, typed: str, offer: Offer) -> Value | Refused:
    if is_regex(typed):
        return _pattern(command, parameter, typed, offer)
    return _wrong(
        command,
        parameter,
        typed,
        "使えるのは文字、. [ ] ^ $ | * + ? だけです（括弧と {n} は使えません）。",
        "Only letters, . [ ] ^ $ | * + ? (no groups, no {n}).",
    )


def _unit(command: ListedCommand, parameter: Parameter, typed: str, offer: Offer) -> Value | Refused:
    unit = unit_of(typed)
    if unit is None:
        return _wrong(command, parameter, typed, "ユニット名ではありません。", "It is not the name of a unit.")
    return unit if parameter.named is None else _one_of(command, parameter, unit, offer.names.get(parameter.named, ()))


def _named(command: ListedCommand, parameter: Parameter, typed: str, offer: Offer) -> Value | Refused:
    return _one_of(command, parameter, typed, offer.names.get(parameter.named or "", ()))


def _choice(command: ListedCommand, parameter: Parameter, typed: str, _offer: Offer) -> Value | Refused:
    return _one_of(command, parameter, typed, tuple(each.word for each in parameter.choices))


def _one_of(command: ListedCommand, parameter: Parameter, typed: str, names: tuple[str, ...]) -> Value | Refused:
    if typed in names:
        return typed
    some = ", ".join([*names[:_SHOWN_NAMES_MAX], *(["..."] if len(names) > _SHOWN_NAMES_MAX else [])])
    if not names:
        ja, en = "この接続先には一つも登録されていません。", "None is named for this target."
        return _wrong(command, parameter, typed, f"{ja}{ASK.ja}", f"{en} {ASK.en}")
    near = "".join(get_close_matches(typed, names, n=1, cutoff=0.8))
    hint_ja, hint_en = (f"もしかして: {near}。", f"Did you mean {near}? ") if near else ("", "")
    return _wrong(command, parameter, typed, f"{hint_ja}使えるもの: {some}", f"{hint_en}Possible: {some}")


def _time(command: ListedCommand, parameter: Parameter, typed: str, _offer: Offer) -> Value | Refused:
    examples = "2026-11-22 / 2026-11-22T10:00 / 10:00 / today / yesterday / 30min / 2h / 3d"
    value = time_of(typed)
    return _wrong(command, parameter, typed, f"例: {examples}", f"Examples: {examples}") if value is None else value


def _package(command: ListedCommand, parameter: Parameter, typed: str, _offer: Offer) -> Value | Refused:
    value = package_of(typed)
    if value is None:
        return _wrong(command, parameter, typed, "パッケージ名ではありません。", "It is not the name of a package.")
    return value


def _flag(command: ListedCommand, parameter: Parameter, typed: str, _offer: Offer) -> Value | Refused:
    return "" if typed == "" else _wrong(command, parameter, typed, "値は付きません。", "It takes no value.")


READERS: Mapping[Kind, Callable[[ListedCommand, Parameter, str, Offer], Value | Refused]] = MappingProxyType(
    {
        Kind.FILE: path_of,
        Kind.FOLDER: path_of,
        Kind.UNIT: _unit,
        Kind.NAMED: _named,
        Kind.NUMBER: _number,
        Kind.PATTERN: _pattern,
        Kind.REGEX: _regex,
        Kind.TIME: _time,
        Kind.CHOICE: _choice,
        Kind.FLAG: _flag,
        Kind.PACKAGE: _package,
    }
)
