"""`sekisho policy sudoers TARGET ACCOUNT`: what the target's sudoers has to permit, so that privileged listed commands run.

Read from the policy's files alone; nothing is asked of the target and nothing is written there.
"""

from pathlib import Path

import click

from gateway.authorization.loader import load
from gateway.cli.ending import ending
from gateway.cli.options import json_option, settings_of, settings_option
from gateway.cli.printing import say, say_json
from gateway.commands.sudoers import sudoers_of
from gateway.vocabulary.identifiers import ACCOUNT_NAME


def _account(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not ACCOUNT_NAME.fullmatch(value):
        raise click.BadParameter("アカウント名ではありません / not the name of an account")
    return value


@click.command("sudoers", help="sudoers に必要な行を表示する / Print the sudoers lines a target needs.")
@click.argument("target")
@click.argument("account", callback=_account)
@click.option(
    "--policies", "directory", type=click.Path(path_type=Path, file_okay=False), help="ポリシー / a policy directory"
)
@settings_option
@json_option
@ending
def command(target: str, account: str, directory: Path | None, settings_file: Path | None, as_json: bool) -> None:
    """Exit status 0; put the lines into a file of /etc/sudoers.d and check it with visudo -c."""
    policy = load(settings_of(settings_file).policies.directory if directory is None else directory)
    lines = sudoers_of(policy.commands, target, account)
    if as_json:
        say_json({"sudoers": {"target": target, "account": account, "lines": list(lines)}})
        return
    if target not in policy.commands.targets:
        say(f"# {ascii(target)[1:-1]} names no units of its own in commands/work_types.toml: these are the defaults")
    for line in lines:
        say(line)
