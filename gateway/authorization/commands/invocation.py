"""What became of a typed line: an invocation of a listed command, or a refusal in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gateway.authorization.commands.lists import ListedCommand, Vector
from gateway.authorization.commands.parameters import PATHS, Kind, Parameter
from gateway.vocabulary.outcome import Text


class Why(StrEnum):
    """Why a line was refused; a stable word for cases and the journal."""

    EMPTY = "empty"
    LONG = "long"  # letters or words
    LETTER = "letter"  # control, invisible, look-alike, not NFC
    SYNTAX = "syntax"  # a shell's syntax, an open quote
    UNLISTED = "unlisted"
    ELSEWHERE = "elsewhere"  # listed, but not for this purpose
    OPTION = "option"  # looks like an option and is none of the listed ones
    SURPLUS = "surplus"  # more words than parameters, or one given twice
    MISSING = "missing"
    VALUE = "value"
    OUTSIDE = "outside"  # a path outside its root, or denied


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """`text` says what, why, the nearest thing that is listed, and whom to ask."""

    why: Why
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """A listed command with a value for each parameter that has one. FLAGs that were given hold the empty string.

    Paths are absolute and normal as typed; the target still has to say what they resolve to.
    """

    command: ListedCommand
    values: Mapping[str, str | int]
    follow: bool = False

    def path(self) -> tuple[Parameter, str] | None:
        """The one path parameter that has a value, and that path; None for a command without."""
        for each in self.command.parameters:
            if each.kind in PATHS and each.name in self.values:
                return each, str(self.values[each.name])
        return None

    def vector(self) -> tuple[str, ...]:
        """The argument vector; no path stands in it, and a privileged one is without its `sudo -n`."""
        return tuple(
            each if isinstance(each, str) else each.before + self._argument(each.parameter, self.values[each.parameter])
            for each in self._template()
            if isinstance(each, str) or each.parameter in self.values
        )

    def _template(self) -> Vector:
        if not self.follow:
            return self.command.vector
        if self.command.follow is None:
            raise ValueError(f"{self.command.name} cannot follow")
        return self.command.follow

    def _argument(self, name: str, value: str | int) -> str:
        parameter = self.command.parameter(name)
        if parameter.kind is Kind.CHOICE:
            return next(each.argument for each in parameter.choices if each.word == value)
        return str(value)
