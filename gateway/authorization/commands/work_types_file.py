"""policies/commands/work_types.toml: which purpose has which lists, which roots and names there are.

A target may replace roots and names; what it does not replace is the default. A purpose without lists may run nothing. Every
purpose named here has a case that says what it is offered and what not.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from gateway.authorization import files
from gateway.authorization.commands.list_file import list_of, text_of
from gateway.authorization.commands.lists import CommandList, Commands, ListedCommand, TargetNames, WorkType
from gateway.authorization.commands.parameters import Kind, Parameter
from gateway.authorization.commands.roots import Root, is_normal
from gateway.authorization.purposes import Purposes
from gateway.authorization.strict_table import StrictTable, toml_of
from gateway.authorization.unfit import PolicyUnfit
from gateway.vocabulary.identifiers import TARGET_NAME

FILE = files.WORK_TYPES
_SET = re.compile(r"[a-z][a-z0-9-]{0,29}")
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:@-]{0,254}")
_DENIED = re.compile(r"[^/\s]+(?:/[^/\s]+)*")
# No folder that holds everything, somebody's own things, or the kernel's. Deeper folders of a home may be an application's.
_NO_ROOT = re.compile(
    r"/|/(?:root|home|proc|sys|dev|boot|run|tmp|usr|bin|sbin|lib)|/home/[^/]+|/(?:proc|sys|dev|boot)/.*"
)

# Whole trees of data or programs: what is in them is not shown, and in the others nothing is edited.
_NOT_SHOWN = re.compile(r"/(?:var|srv|opt|mnt|media|usr|lib[0-9a-z]*)|/var/lib")
_NOT_EDITED = re.compile(r"/etc|/usr/.*")
_OPENS_A_SHELL = re.compile(r"(?:debug-shell|emergency|rescue)(?:\.service|\.target)?")


def commands_of(content: Mapping[str, bytes], purposes: Purposes) -> Commands:
    """Everything listed in the directory's `commands`, each list proved by its cases. Raises PolicyUnfit."""
    top = StrictTable(FILE, toml_of(FILE, content[FILE]))
    roots = _roots(top.table("root"))
    denied = {name: root.denied for name, root in roots.items()}
    lists = {
        found[1]: list_of(found[1], name, content[name], denied)
        for name in content
        if (found := files.LISTS.fullmatch(name))
    }
    names = _names(top.table("names"))
    commands = Commands(
        lists=MappingProxyType(lists),
        work_types=MappingProxyType(_work_types(top.table("work_type"), lists, purposes)),
        roots=MappingProxyType(roots),
        names=MappingProxyType(names),
        targets=MappingProxyType(_targets(top, roots, names)),
    )
    _check_lists(commands)
    _prove(top, commands)
    top.done()
    return commands


def _roots(table: StrictTable) -> dict[str, Root]:
    return {name: _root(name, table.table(name)) for name in table.names()}


def _root(name: str, table: StrictTable) -> Root:
    root = Root(name=name, text=text_of(table), paths=_paths(table, "paths"), denied=table.texts("denied"))
    table.done()
    _check_open(table, "paths", root)
    if not _SET.fullmatch(name):
        raise table.unfit("", "a root's name is of small letters, digits and -")
    for each in root.denied:
        if not _DENIED.fullmatch(each):
            raise table.unfit("denied", f"{each!a} is not components joined by /")
    return root


def _paths(table: StrictTable, key: str) -> tuple[str, ...]:
    paths = table.texts(key)
    for path in paths:
        if not is_normal(path) or _NO_ROOT.fullmatch(path):
            raise table.unfit(key, f"{path!a} is not an absolute folder that may be opened as a whole")
    return paths


def _check_open(table: StrictTable, key: str, root: Root) -> None:
    """A root that its own `denied` closes would be a riddle to whoever works there."""
    for path in root.paths:
        if (pattern := root.denying(path)) is not None:
            raise table.unfit(key, f"{path!a} is itself denied by {pattern}")


def _names(table: StrictTable) -> dict[str, tuple[str, ...]]:
    names = {key: table.texts(key) for key in table.names()}
    for key, values in names.items():
        wrong = next((each for each in values if not _NAME.fullmatch(each)), None)
        if wrong is not None or not _SET.fullmatch(key):
            raise table.unfit(key, f"{wrong!a} is not a name of letters, digits and _ . : @ -")
        if any(_OPENS_A_SHELL.fullmatch(each) for each in values):
            raise table.unfit(key, "holds a unit that opens a root shell")
    return names


def _targets(
    top: StrictTable, roots: Mapping[str, Root], names: Mapping[str, tuple[str, ...]]
) -> dict[str, TargetNames]:
    table = top.table("target") if top.has("target") else StrictTable(FILE, {}, "target")
    return {name: _target(name, table.table(name), roots, names) for name in table.names()}


def _target(
    name: str, table: StrictTable, roots: Mapping[str, Root], names: Mapping[str, tuple[str, ...]]
) -> TargetNames:
    if not TARGET_NAME.fullmatch(name):
        raise table.unfit("", "is not the name of a target")
    own = table.table("roots") if table.has("roots") else StrictTable(FILE, {}, f"{table.place}.roots")
    own_names = table.table("names") if table.has("names") else StrictTable(FILE, {}, f"{table.place}.names")
    table.done()
    _known(own, roots, "unknown root")
    _known(own_names, names, "unknown set of names")
    replaced = {each: replace(roots[each], paths=_paths(own, each)) for each in own.names()}
    for each, root in replaced.items():
        _check_open(own, each, root)
    return TargetNames(roots=MappingProxyType(replaced), names=MappingProxyType(_names(own_names)))


def _work_types(table: StrictTable, lists: Mapping[str, CommandList], purposes: Purposes) -> dict[str, WorkType]:
    _known(table, purposes.names, "unknown purpose")
    found = {each: WorkType(purpose=each, text=purposes.names[each], lists=table.texts(each)) for each in table.names()}
    for each in found.values():
        for name in each.lists:
            if name not in lists:
                raise PolicyUnfit(FILE, f"work_type.{each.purpose}.{name}", "unknown list", valid=lists)
    return found


def _known(table: StrictTable, valid: Iterable[str], what: str) -> None:
    known = tuple(valid)
    for each in table.names():
        if each not in known:
            raise PolicyUnfit(FILE, f"{table.place}.{each}", what, valid=known)


def _check_lists(commands: Commands) -> None:
    """Command names are unique, and every root and set that a parameter names exists."""
    listed: dict[str, str] = {}
    for each in commands.lists.values():
        for command in each.commands:
            for name in (command.name, *command.also):
                if name in listed:
                    raise PolicyUnfit(each.file, name, f"is also in {listed[name]}")
                listed[name] = each.file
            for parameter in command.parameters:
                _check_parameter(each, f"{command.name}.{parameter.name}", parameter, commands)
                _check_reach(command, parameter, commands)


def _check_parameter(found: CommandList, place: str, parameter: Parameter, commands: Commands) -> None:
    if parameter.root is not None and parameter.root not in commands.roots:
        raise PolicyUnfit(found.file, f"{place}.root.{parameter.root}", "unknown root", valid=commands.roots)
    if parameter.named is not None and parameter.named not in commands.names:
        raise PolicyUnfit(found.file, f"{place}.named.{parameter.named}", "unknown set of names", valid=commands.names)


def _check_reach(command: ListedCommand, parameter: Parameter, commands: Commands) -> None:
    """No root whose files are shown or edited is a whole tree, on any target."""
    if parameter.kind is not Kind.FILE or parameter.root is None:
        return
    for roots in (commands.roots, *(each.roots for each in commands.targets.values())):
        for path in roots[parameter.root].paths if parameter.root in roots else ():
            if _NOT_SHOWN.fullmatch(path) or (command.edits and _NOT_EDITED.fullmatch(path)):
                does = "edits" if command.edits else "shows"
                raise PolicyUnfit(
                    FILE, f"roots.{parameter.root}", f"{path!a} is a whole tree, whose files {command.name} {does}"
                )


def _prove(top: StrictTable, commands: Commands) -> None:
    proved = {_proved(case, commands) for case in (top.tables("case") if top.has("case") else ())}
    for purpose in commands.work_types:
        if purpose not in proved:
            raise PolicyUnfit(FILE, f"work_type.{purpose}", "no case shows what this purpose is offered")


def _proved(case: StrictTable, commands: Commands) -> str:
    purpose, offered, withheld = case.text("purpose"), case.texts("offered"), case.texts("withheld")
    case.done()
    if purpose not in commands.work_types:
        raise PolicyUnfit(FILE, f"{case.place}.purpose.{purpose}", "unknown purpose", valid=commands.work_types)
    offer = commands.offer(purpose, "example")
    for key, names, valid in (("offered", offered, offer.commands), ("withheld", withheld, offer.elsewhere)):
        for name in names:
            if name not in valid:
                raise PolicyUnfit(FILE, f"{case.place}.{key}.{name}", f"is not {key}", valid=tuple(valid))
    return purpose
