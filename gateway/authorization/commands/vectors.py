"""Which vectors may be listed at all. A list that could let something typed become a program, an option or a path is unfit.

These rules cannot know every tool; they stop what is known to be dangerous and what is written carelessly. What a tool does
with its own listed options is for whoever lists it to know.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from gateway.authorization.commands.lists import Slot, Vector
from gateway.authorization.commands.never import ARGUMENTS, WORDS, never_listed
from gateway.authorization.commands.parameters import PATHS, Kind, Parameter
from gateway.authorization.strict_table import StrictTable


class Privilege(StrEnum):
    """As whom a vector runs."""

    NONE = "none"  # the target account
    ROOT = "root"  # behind `sudo -n`


ARGUMENTS_MAX = 40
_ARGUMENT_LETTERS_MAX = 2000
_SLOT = re.compile(r"([^{}]*)\{([a-z][a-z0-9-]*)\}")
_PROGRAMS = {
    Privilege.NONE: (re.compile(r"[a-z][a-z0-9._+-]*"), "a program's bare name"),
    Privilege.ROOT: (
        re.compile(r"/usr/s?bin/[a-z0-9][a-z0-9._+-]*"),
        "the absolute path of a program, as sudoers needs it",
    ),
}
_AFTER_DASHES = frozenset({Kind.UNIT, Kind.NAMED, Kind.PACKAGE})
_PATTERNS = frozenset({Kind.PATTERN, Kind.REGEX})
# Anything may stand in a text, a path or a statement too: it is only ever what one of these looks for.
_SEARCHING = {"grep": ("-e", "--regexp="), "journalctl": ("--grep=",)}
_PATH = re.compile(r"/(?! )|^\.\.$")  # `a / b` divides


def vector_of(table: StrictTable, key: str, parameters: Sequence[Parameter], privileged: Privilege) -> Vector:
    """The vector under `key`, checked. Raises PolicyUnfit."""
    arguments = table.arguments(key)
    if not 1 <= len(arguments) <= ARGUMENTS_MAX:
        raise table.unfit(key, f"is not a list of 1 to {ARGUMENTS_MAX} arguments")
    vector = tuple(_argument(table, key, each) for each in arguments)
    _check_program(table, key, vector[0], privileged)
    _check_literals(table, key, vector)
    known = {each.name: each for each in parameters}
    for at, each in enumerate(vector):
        if isinstance(each, Slot):
            _check_slot(table, key, known.get(each.parameter), vector, at)
    names = [each.parameter for each in vector if isinstance(each, Slot)]
    if len(set(names)) != len(names):
        raise table.unfit(key, "uses a parameter twice")
    return vector


def _argument(table: StrictTable, key: str, text: str) -> str | Slot:
    if len(text) > _ARGUMENT_LETTERS_MAX or not text.isascii() or not text.isprintable():
        raise table.unfit(key, f"{text!a} is not printable ASCII, {_ARGUMENT_LETTERS_MAX} letters at most")
    found = _SLOT.fullmatch(text)
    literal = found[1] if found else text
    if "{" in literal or "}" in literal:
        raise table.unfit(key, f"{text!a}: a slot stands alone or at the end of its argument")
    if literal.partition("=")[0] in ARGUMENTS:
        raise table.unfit(key, f"{text!a} runs programs or writes files")
    return Slot(before=found[1], parameter=found[2]) if found else text


def _check_literals(table: StrictTable, key: str, vector: Vector) -> None:
    """No path stands in a vector, and none of a program's words that make it another program."""
    never = WORDS.get(_name(vector[0]), frozenset())
    for each in vector[1:]:
        literal = each.before if isinstance(each, Slot) else each
        if _PATH.search(literal):
            raise table.unfit(key, f"{literal!a}: a path is opened by `reads` or `within`, never an argument")
        if literal in never:
            raise table.unfit(key, f"{literal!a} runs programs, or changes what others run; it is never listed")


def _name(program: str | Slot) -> str:
    return program.rpartition("/")[2] if isinstance(program, str) else ""


def _check_program(table: StrictTable, key: str, program: str | Slot, privileged: Privilege) -> None:
    grammar, wanted = _PROGRAMS[privileged]
    if not isinstance(program, str) or not grammar.fullmatch(program):
        raise table.unfit(key, f"does not begin with {wanted}")
    if never_listed(_name(program)):
        raise table.unfit(key, f"{program} runs programs, writes files or carries data away; it is never listed")


def _check_slot(table: StrictTable, key: str, parameter: Parameter | None, vector: Vector, at: int) -> None:
    slot = vector[at]
    if not isinstance(slot, Slot):
        return
    if parameter is None:
        raise table.unfit(key, f"{{{slot.parameter}}} is no parameter")
    if parameter.kind in PATHS:
        raise table.unfit(key, f"{{{slot.parameter}}}: a path is opened by `reads` or `within`, never an argument")
    if not _is_safe(slot, parameter, vector[:at]):
        raise table.unfit(
            key, f"{{{slot.parameter}}} could be taken for an option; write --option={{...}} or put -- before"
        )


def _is_safe(slot: Slot, parameter: Parameter, before: Vector) -> bool:
    """True if the value cannot be read as an option, and nothing dangles where it is left out."""
    glued = slot.before.startswith("--") and slot.before.endswith("=")
    leaves = parameter.optional and parameter.default is None
    if parameter.kind is Kind.FLAG:
        return slot.before.startswith("-")
    if parameter.kind in _PATTERNS:
        searching = _SEARCHING.get(_name(before[0]), ())
        behind = slot.before == "" and before[-1:] == ("-e",) and "-e" in searching and not leaves
        return (glued and slot.before in searching) or behind
    if parameter.kind is Kind.CHOICE and not glued and any(each.argument.startswith("-") for each in parameter.choices):
        return False
    if parameter.kind in _AFTER_DASHES:
        return glued or (slot.before == "" and "--" in before)
    return glued or not leaves or (slot.before.startswith("-") and len(slot.before) > 1)
