"""One file of policies/commands: a list's names, its commands, and the cases that prove them (proving.py)."""

import re

from gateway.authorization.commands.line import FOLLOW, NAME_WORDS_MAX
from gateway.authorization.commands.lists import CommandList, ListedCommand, Slot, Vector
from gateway.authorization.commands.parameter_table import parameter_of
from gateway.authorization.commands.parameters import PATHS, Kind, Parameter
from gateway.authorization.commands.proving import prove
from gateway.authorization.commands.vectors import Privilege, vector_of
from gateway.authorization.strict_table import StrictTable, toml_of
from gateway.authorization.wording import is_one_line
from gateway.vocabulary.outcome import Text

SECONDS_MAX = 3600
# The prompt's own words; no listed command may begin with one.
RESERVED = frozenset({"help", "exit", "quit", "logout", "history", "clear", "lang", "language", "follow"})
_NAME = re.compile(rf"[a-z][a-z0-9._-]*(?: -{{0,2}}[a-z][a-z0-9._-]*){{0,{NAME_WORDS_MAX - 1}}}")
_TEXT_LETTERS_MAX = 120


def list_of(list_id: str, file: str, content: bytes, denied: dict[str, tuple[str, ...]]) -> CommandList:
    """The list in `content`, proved by its own cases. `denied` is what each root denies. Raises PolicyUnfit naming the key."""
    top = StrictTable(file, toml_of(file, content))
    text = text_of(top)
    commands = tuple(_command(table, list_id) for table in top.tables("command"))
    names = [name for each in commands for name in (each.name, *each.also)]
    twice = next((name for name in names if names.count(name) > 1), None)
    if not names or twice is not None:
        raise top.unfit(f"command.{twice or ''}", "is listed twice" if names else "no command at all")
    cases = prove(top, commands, denied)
    top.done()
    return CommandList(id=list_id, file=file, text=text, commands=commands, cases=cases)


def text_of(table: StrictTable) -> Text:
    """The keys ja and en: one line each, `en` in ASCII."""
    text = Text(ja=table.text("ja"), en=table.text("en"))
    for each in (text.ja, text.en):
        if not is_one_line(each, _TEXT_LETTERS_MAX):
            raise table.unfit("ja", f"is not one line of at most {_TEXT_LETTERS_MAX} letters")
    if not text.en.isascii():
        raise table.unfit("en", "is not ASCII")
    return text


def _command(table: StrictTable, list_id: str) -> ListedCommand:
    parameters = tuple(parameter_of(each) for each in (table.tables("parameter") if table.has("parameter") else ()))
    privileged = table.truth("privileged") if table.has("privileged") else False
    runs_as = Privilege.ROOT if privileged else Privilege.NONE
    command = ListedCommand(
        name=table.text("name"),
        list_id=list_id,
        file=table.file,
        text=text_of(table),
        vector=vector_of(table, "vector", parameters, runs_as),
        parameters=parameters,
        reads=table.text("reads") if table.has("reads") else None,
        within=table.text("within") if table.has("within") else None,
        follow=vector_of(table, "follow", parameters, runs_as) if table.has("follow") else None,
        privileged=privileged,
        edits=table.truth("edits") if table.has("edits") else False,
        seconds=table.whole("seconds", 1, SECONDS_MAX) if table.has("seconds") else 30,
        also=table.texts("also") if table.has("also") else (),
        instead_of=table.texts("instead_of") if table.has("instead_of") else (),
    )
    table.done()
    _check_name(table, command)
    _check_paths(table, command)
    _check_parameters(table, command)
    _check_powers(table, command)
    return command


def _check_name(table: StrictTable, command: ListedCommand) -> None:
    for key, name in (("name", command.name), *(("also", each) for each in command.also)):
        if not _NAME.fullmatch(name):
            raise table.unfit(key, f"{name!a} is not one to {NAME_WORDS_MAX} words of small letters, digits and . _ -")
        if name.split(" ")[0] in RESERVED:
            raise table.unfit(key, f"{name!a} begins with a word of the prompt itself")


def _check_parameters(table: StrictTable, command: ListedCommand) -> None:
    spellings = [word for each in command.parameters for word in (each.name, *each.options)]
    if len(set(spellings)) != len(spellings) or (command.follow and FOLLOW & set(spellings)):
        raise table.unfit("parameter", "two parameters, or a parameter and `follow`, are spelled alike")
    placed = {*_slots(command.vector), command.reads, command.within}
    for each in command.parameters:
        if each.name not in placed:
            raise table.unfit(f"parameter.{each.name}", "has no place in the vector")
    if command.follow is not None:
        absent = set(_slots(command.vector)) - set(_slots(command.follow))
        if any(not command.parameter(name).optional for name in absent):
            raise table.unfit("follow", "leaves out a parameter that has to be given")


def _check_paths(table: StrictTable, command: ListedCommand) -> None:
    paths = [each.name for each in command.parameters if each.kind in PATHS]
    if len(paths) > 1:
        raise table.unfit("parameter", "there is more than one path")
    for key, name, kind in (("reads", command.reads, Kind.FILE), ("within", command.within, Kind.FOLDER)):
        if name is not None and _kind(command.parameters, name) is not kind:
            raise table.unfit(key, f"does not name a parameter of kind {kind}")
    needed = [each.name for each in command.parameters if each.kind in PATHS and each.optional and each.default is None]
    if needed:
        raise table.unfit(f"parameter.{needed[0]}", "a path that may be left out needs a default")


def _check_powers(table: StrictTable, command: ListedCommand) -> None:
    if command.privileged and (command.reads or command.within or command.follow):
        raise table.unfit("privileged", "a privileged command takes no path and follows nothing")
    free = next((each for each in command.parameters if _is_free(each)), None)
    if command.privileged and free is not None:
        raise table.unfit(f"parameter.{free.name}", "a privileged command takes what is named, never just anything")
    if command.edits and (command.reads is None or command.vector != ("cat",) or command.follow is not None):
        raise table.unfit("edits", "what is edited is shown by cat from `reads`")


def _is_free(parameter: Parameter) -> bool:
    """True for what somebody types as he likes; any unit is free as well, since some open a shell."""
    return parameter.kind in (Kind.PATTERN, Kind.REGEX) or (parameter.kind is Kind.UNIT and parameter.named is None)


def _slots(vector: Vector) -> list[str]:
    return [each.parameter for each in vector if isinstance(each, Slot)]


def _kind(parameters: tuple[Parameter, ...], name: str) -> Kind | None:
    return next((each.kind for each in parameters if each.name == name), None)
