"""The options verbs share, and the settings and office behind them.

A person is named with --as; his password and code are asked on the terminal without echo, or read from standard input with
--password-stdin (one line each). Never from arguments or environment, which others can read.
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import click

from gateway.settings.reading import SettingsRefused, read
from gateway.settings.schema import Settings

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who is to act, as given on the command line."""

    name: str | None
    from_stdin: bool


def settings_option(function: F) -> F:
    """--settings FILE, or SEKISHO_SETTINGS."""
    return click.option(
        "--settings",
        "settings_file",
        envvar="SEKISHO_SETTINGS",
        type=click.Path(path_type=Path, dir_okay=False),
        help="設定ファイル（既定: 環境変数 SEKISHO_SETTINGS）/ the settings file",
    )(function)


def json_option(function: F) -> F:
    """--json."""
    return click.option("--json", "as_json", is_flag=True, help="JSON で出力する / print JSON")(function)


def person_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """--as NAME and --password-stdin, handed on as `asking`."""

    @functools.wraps(function)
    def with_asking(*args: Any, as_name: str | None, password_stdin: bool, **kwargs: Any) -> Any:
        return function(*args, asking=Asking(name=as_name, from_stdin=password_stdin), **kwargs)

    with_stdin = click.option(
        "--password-stdin",
        is_flag=True,
        help="標準入力の 1 行目をパスワード、2 行目をコードとする / password and code from standard input, a line each",
    )(with_asking)
    return click.option("--as", "as_name", metavar="NAME", help="操作する本人 / the person who acts")(with_stdin)


def require_some(given: Mapping[str, object]) -> None:
    """Raises click.UsageError (exit status 2) where none of a changing verb's options was given."""
    if all(value in (None, (), False) for value in given.values()):
        raise click.UsageError(
            "変更する項目がありません。変えるものをオプションで指定してください / nothing to change: give at least one option"
        )


def words(known: type[StrEnum]) -> click.Choice[str]:
    """A choice among the words of an enumeration, as they are spelled everywhere else."""
    return click.Choice([each.value for each in known])


def settings_of(file: Path | None) -> Settings:
    """The settings. Raises SettingsRefused."""
    if file is None:
        raise SettingsRefused(
            "設定ファイルが指定されていません。--settings または SEKISHO_SETTINGS で指定してください。\n"
            "No settings file: give --settings FILE or set SEKISHO_SETTINGS."
        )
    return read(file)
