"""Listed commands as values: a name, a fixed argument vector with slots, and who is offered it. Immutable.

Invariants, kept by the readers of the files: every slot names a parameter and every parameter has its place; a vector's first
argument is a literal; a value stands in an argument of its own or behind its own option, so that nothing typed ever becomes
a program, an option or a second argument.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gateway.authorization.commands.parameters import Parameter
from gateway.authorization.commands.roots import Root
from gateway.vocabulary.outcome import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One argument: `before` (literal, may be empty) and the value of `parameter` behind it."""

    parameter: str
    before: str = ""


Vector = tuple[str | Slot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCommand:
    """One command. `name` is one to three words; `file` is where it is listed (`commands/logs.toml`).

    `reads` names the FILE parameter that the run opens as the tool's standard input, `within` the FOLDER parameter that is the
    tool's working directory: neither stands in `vector`. `privileged`: the run puts `sudo -n` in front. `follow` is the
    vector used while following, None where nothing can be followed. `edits`: the file of `reads` is to be edited, not only shown.
    A run (not a follow) is ended after `seconds`. `also` are other names that mean this very command (`less` for `view`);
    `instead_of` are names of other programs, which a refusal answers with this one.
    """

    name: str
    list_id: str
    file: str
    text: Text
    vector: Vector
    parameters: tuple[Parameter, ...] = ()
    reads: str | None = None
    within: str | None = None
    follow: Vector | None = None
    privileged: bool = False
    edits: bool = False
    seconds: int = 30
    also: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name. Raises KeyError."""
        return next(each for each in self.parameters if each.name == name)


def by_spelling(commands: Iterable[ListedCommand]) -> Mapping[str, ListedCommand]:
    """The commands by every name that may be typed for them."""
    return {name: each for each in commands for name in (each.name, *each.also)}


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandList:
    """One file of policies/commands. `cases` is how many of its cases came out as they say."""

    id: str
    file: str
    text: Text
    commands: tuple[ListedCommand, ...]
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkType:
    """What a purpose's orders may run. `lists` are ids of lists."""

    purpose: str
    text: Text
    lists: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What one session may run on its target: commands by name, roots by name, named sets (units, hosts, databases) by name.

    `elsewhere` holds the listed commands this purpose has not, with the names of the purposes that have them.
    """

    purpose: str
    target: str
    purpose_name: Text | None = None
    commands: Mapping[str, ListedCommand]
    lists: tuple[CommandList, ...]
    roots: Mapping[str, Root]
    names: Mapping[str, tuple[str, ...]]
    elsewhere: Mapping[str, tuple[ListedCommand, tuple[Text, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetNames:
    """What one target replaces: roots by name, named sets by name."""

    roots: Mapping[str, Root]
    names: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """Everything listed. `roots` and `names` are the defaults; `targets` holds what a target replaces."""

    lists: Mapping[str, CommandList]
    work_types: Mapping[str, WorkType]
    roots: Mapping[str, Root]
    names: Mapping[str, tuple[str, ...]]
    targets: Mapping[str, TargetNames]

    def for_purpose(self, purpose: str) -> Mapping[str, ListedCommand]:
        """The commands of a purpose by name; none for a purpose that nobody listed."""
        found = self.work_types.get(purpose)
        ids = () if found is None else found.lists
        return {command.name: command for each in ids for command in self.lists[each].commands}

    def offer(self, purpose: str, target: str) -> Offer:
        """What an order of `purpose` may run on the target of that name."""
        commands, own, found = self.for_purpose(purpose), self.targets.get(target), self.work_types.get(purpose)
        return Offer(
            purpose=purpose,
            target=target,
            purpose_name=None if found is None else found.text,
            commands=commands,
            lists=tuple(self.lists[each] for each in (() if found is None else found.lists)),
            roots=self.roots if own is None else {**self.roots, **own.roots},
            names=self.names if own is None else {**self.names, **own.names},
            elsewhere={
                command.name: (command, self._purposes_with(command.list_id))
                for each in self.lists.values()
                for command in each.commands
                if command.name not in commands
            },
        )

    def _purposes_with(self, list_id: str) -> tuple[Text, ...]:
        return tuple(each.text for each in self.work_types.values() if list_id in each.lists)
