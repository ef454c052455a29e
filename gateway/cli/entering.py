"""From --as NAME to an office entered: asks for what proves the person, in the order the keeper wants it."""

import sys
from pathlib import Path
from typing import Final

import click

from gateway.cli.options import Asking, settings_of
from gateway.ipc.messages import CallRefused
from gateway.settings.schema import Settings
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.secret import Secret
from gateway.wiring.office import Actor, Office, Unnamed, Whoever, enter
from gateway.wiring.office_texts import NOBODY

PASSWORD_PROMPT: Final = "パスワード / Password"  # noqa: S105  # the name of a question
CODE_PROMPT: Final = "ワンタイムコード / One-time code"
LINE_CHARACTERS_MAX: Final = 2048
_NO_TERMINAL: Final = Text(
    ja="端末から入力できません。--password-stdin を付け、標準入力にパスワードとコードを 1 行ずつ渡してください。",
    en="There is no terminal to ask on. Give --password-stdin, and password and code on standard input, a line each.",
)


def visitor(settings_file: Path | None) -> Office:
    """The office for reading, in nobody's name."""
    return enter(settings_of(settings_file), Unnamed.NOBODY)


def entered(settings_file: Path | None, asking: Asking) -> Office:
    """The office in a person's name, or the demo operator's where settings say demo. Raises CallRefused, Fault."""
    settings = settings_of(settings_file)
    return enter(settings, _whoever(settings, asking))


def beginning(settings_file: Path | None, asking: Asking) -> Office:
    """As `entered`; in nobody's name while nobody is registered, so that the first administrator can be."""
    settings = settings_of(settings_file)
    if asking.name is None and not settings.demo.operator:
        office = enter(settings, Unnamed.NOBODY)
        if not office.lists.people():
            return office
        office.close()
    return enter(settings, _whoever(settings, asking))


def hidden(prompt: str, *, from_stdin: bool) -> Secret:
    """One answer without echo. Raises CallRefused where nobody can be asked."""
    if from_stdin:
        line = sys.stdin.readline(LINE_CHARACTERS_MAX)
        if not line:
            raise CallRefused("stdin.ended", _no_line(prompt))
        return Secret(line.removesuffix("\n").encode("utf-8"))
    if not sys.stdin.isatty():
        raise CallRefused("stdin.no-terminal", _NO_TERMINAL)
    answer: str = click.prompt(prompt, hide_input=True, err=True)
    return Secret(answer.encode("utf-8"))


def _whoever(settings: Settings, asking: Asking) -> Whoever:
    if asking.name is None:
        if settings.demo.operator:
            return Unnamed.DEMO_OPERATOR
        raise CallRefused("entry.nobody", NOBODY)
    password = hidden(PASSWORD_PROMPT, from_stdin=asking.from_stdin)
    code = hidden(CODE_PROMPT, from_stdin=asking.from_stdin)
    return Actor(username=asking.name, password=password, code=code)


def _no_line(prompt: str) -> Text:
    """Standard input ended where `prompt` (Japanese / English) would have been answered."""
    ja, _, en = prompt.partition(" / ")
    return Text(
        ja=f"標準入力が途中で終わりました。「{ja}」の行が必要です（1 行目はパスワード、2 行目はコード、その後に聞かれる順）。",
        en=f"Standard input ended early: the line for '{en or prompt}' is missing (first the password, then the code, "
        "then what else is asked).",
    )
