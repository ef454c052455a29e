"""Groups of verbs that are loaded when one is asked for; listing them needs only the table."""

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Final, NamedTuple

import click

from gateway.cli.escaping import shown


class Verb(NamedTuple):
    """The module of a verb below gateway.cli, which calls it `command`, and its line in the list."""

    module: str
    summary: str

    def load(self) -> click.Command:
        """The command itself."""
        found = import_module(f"gateway.cli.{self.module}").command
        if not isinstance(found, click.Command):
            raise TypeError(f"{self.module} has no command")
        return found


WRONG_USE: Final = 2


class LazyGroup(click.Group):
    """A group whose verbs stand in a table, and whose inner groups are given."""

    def __init__(
        self, name: str, help_text: str, verbs: Mapping[str, Verb], groups: Mapping[str, click.Group] | None = None
    ) -> None:
        super().__init__(name=name, help=help_text, commands=dict(groups or {}), no_args_is_help=True)
        self._verbs = verbs

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """As click's, but a wrong use is told in Japanese too. Exit status 2."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, False, **extra)
        try:
            status = super().main(args, prog_name, complete_var, False, **extra)
        except click.Abort:
            click.echo("中断しました。 / Interrupted.", err=True)
            status = WRONG_USE
        except click.ClickException as wrong:
            _tell(wrong)
            status = WRONG_USE
        sys.exit(status or 0)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every name, in the order of the table."""
        return [*self._verbs, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        verb = self._verbs.get(cmd_name)
        return super().get_command(ctx, cmd_name) if verb is None else verb.load()

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of verbs, without importing them."""
        groups = {name: group.help or "" for name, group in self.commands.items()}
        rows = [(name, verb.summary) for name, verb in self._verbs.items()] + list(groups.items())
        with formatter.section("操作 / Commands"):
            formatter.write_dl(rows)


def _tell(wrong: click.ClickException) -> None:
    context = wrong.ctx if isinstance(wrong, click.UsageError) else None
    click.echo("使い方が正しくありません。 / This is not how it is used.", err=True)
    click.echo(shown(wrong.format_message()), err=True)
    if context is not None:
        click.echo(f"使い方の表示 / for help: {context.command_path} --help", err=True)
