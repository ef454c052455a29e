"""`sekisho policy check [DIR]`: does the policy load, and do all its cases come out as they say?"""

from pathlib import Path

import click

from gateway.authorization import files
from gateway.authorization.cases import cases_of
from gateway.authorization.loader import load
from gateway.authorization.unfit import PolicyUnfit
from gateway.cli.ending import Status, ending, leave
from gateway.cli.escaping import shown
from gateway.cli.options import json_option, settings_of, settings_option
from gateway.cli.printing import facts, say, say_json


@click.command("check", help="ポリシーを読み込んで確認する / Load the policy and run its cases.")
@click.argument("directory", required=False, type=click.Path(path_type=Path))
@settings_option
@json_option
@ending
def command(directory: Path | None, settings_file: Path | None, as_json: bool) -> None:
    """Exit status 1 if it is not fit."""
    folder = settings_of(settings_file).policies.directory if directory is None else directory
    try:
        policy = load(folder)
        cases = len(cases_of(files.read(folder)))
    except PolicyUnfit as unfit:
        _unfit(unfit, as_json)
        leave(Status.NOT_SO)
    if as_json:
        say_json({"policy": {"digest": policy.digest, "rules": sorted(policy.rules), "cases": cases, "fit": True}})
        return
    say(f"使用できます。事例 {cases} 件はすべて期待どおりです / Fit for use: all {cases} cases come out as they say.")
    facts(
        (
            ("ポリシー / policy", folder),
            ("要約値 / digest", policy.digest),
            ("規則 / rules", len(policy.rules)),
            ("事例 / cases", cases),
        )
    )


def _unfit(unfit: PolicyUnfit, as_json: bool) -> None:
    if as_json:
        found = {"file": unfit.file, "key": unfit.key, "what": unfit.what, "nearest": unfit.nearest}
        say_json({"policy": {"fit": False, **found}})
        return
    for line in (*(unfit.text.both().splitlines() if unfit.text else ()), str(unfit)):
        click.echo(shown(line), err=True)
