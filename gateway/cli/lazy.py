"""Groups of verbs that are loaded when one is asked for; listing them needs only the table."""

from collections.abc import Mapping
from importlib import import_module
from typing import NamedTuple

import click


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


class LazyGroup(click.Group):
    """A group whose verbs stand in a table, and whose inner groups are given."""

    def __init__(
        self, name: str, help_text: str, verbs: Mapping[str, Verb], groups: Mapping[str, click.Group] | None = None
    ) -> None:
        super().__init__(name=name, help=help_text, commands=dict(groups or {}), no_args_is_help=True)
        self._verbs = verbs

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
