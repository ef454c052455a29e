"""The words of a refusal: what, why, what is listed instead, whom to ask. What was typed is shown harmless and cut short."""

import unicodedata

from gateway.authorization.commands.invocation import Refused, Why
from gateway.authorization.commands.lists import ListedCommand
from gateway.authorization.commands.parameters import Kind, Parameter
from gateway.vocabulary.outcome import Text

_SHOWN_LETTERS_MAX = 60
ASK = Text(
    ja="必要な場合は、アカウント管理者に追加を依頼してください。",
    en="If you need it, ask the account administrator to add it.",
)
_PLACES = {
    Kind.FILE: "FILE",
    Kind.FOLDER: "FOLDER",
    Kind.UNIT: "UNIT",
    Kind.NAMED: "NAME",
    Kind.NUMBER: "N",
    Kind.PATTERN: "'TEXT'",
    Kind.REGEX: "'REGEX'",
    Kind.TIME: "TIME",
    Kind.PACKAGE: "PACKAGE",
}


def shown(typed: str) -> Text:
    """What was typed, for a message: one line, nothing invisible, `en` in ASCII, 60 letters at most."""
    cut = typed if len(typed) <= _SHOWN_LETTERS_MAX else f"{typed[:_SHOWN_LETTERS_MAX]}..."
    ja = "".join(each if each.isprintable() and unicodedata.category(each)[0] != "M" else spelled(each) for each in cut)
    return Text(ja=ja, en=ascii(cut)[1:-1])


def spelled(letter: str) -> str:
    """`U+200B`."""
    return f"U+{ord(letter):04X}"


def usage(command: ListedCommand) -> str:
    """One ASCII line: `tail FILE [lines=N] [follow]`."""
    places = [place(each) for each in command.parameters]
    return " ".join([command.name, *places, *(["[follow]"] if command.follow else [])])


def place(parameter: Parameter) -> str:
    """A parameter's place in a usage line: `FILE`, `[lines=N]`, `[ignore-case]`."""
    if parameter.kind is Kind.FLAG:
        return f"[{parameter.name}]"
    what = "|".join(each.word for each in parameter.choices) or _PLACES[parameter.kind]
    return f"[{parameter.name}={what}]" if parameter.optional else what


def refused(why: Why, ja: str, en: str, *, command: ListedCommand | None = None) -> Refused:
    """A refusal; with the usage of the command it is about beneath."""
    if command is not None:
        ja, en = f"{ja}\n書き方: {usage(command)}", f"{en}\nUsage: {usage(command)}"
    return Refused(why=why, text=Text(ja=ja, en=en))
