"""`sekisho policy check [DIR]`: does the policy load, do its rules agree, and do all its cases come out as they say?"""

from pathlib import Path
from typing import Any

import click

from gateway.authorization import files
from gateway.authorization.cases import cases_of
from gateway.authorization.coherence.incoherence import Incoherence, Named, PolicyIncoherent
from gateway.authorization.columns.explaining import clear_columns
from gateway.authorization.loader import load
from gateway.authorization.policy import Policy
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
        said = {"digest": policy.digest, "rules": sorted(policy.rules), "cases": cases, "fit": True}
        say_json({"policy": {**said, "columns": {each.file: each.cases for each in policy.columns.files.values()}}})
        return
    say(f"使用できます。事例 {cases} 件はすべて期待どおりです / Fit for use: all {cases} cases come out as they say.")
    say("規則の矛盾はありません / No rules contradict.")
    facts(
        (
            ("ポリシー / policy", folder),
            ("要約値 / digest", policy.digest),
            ("規則 / rules", len(policy.rules)),
            ("事例 / cases", cases),
            *_further(policy),
        )
    )


def _further(policy: Policy) -> tuple[tuple[str, str], ...]:
    """What else was proved by cases of its own while the policy was loaded."""
    lists, files = policy.commands.lists.values(), policy.columns.files.values()
    columns = sum(len(relation.columns) for each in files for relation in each.catalogue.relations.values())
    clear = sum(len(clear_columns(each)) for each in files)
    return (
        ("コマンド一覧の事例 / cases of lists", str(sum(each.cases for each in lists))),
        (
            "列の分類 / columns",
            f"{columns} 列（そのまま表示 {clear} 列）、{len(files)} データベース、事例 {sum(each.cases for each in files)} 件",
        ),
        ("閲覧上限の事例 / cases of budgets", str(policy.budgets.cases)),
        ("監査ログの保存年数 / journal kept, years", f"{policy.limits.audit_years} 以上 / at least"),
    )


def _unfit(unfit: PolicyUnfit, as_json: bool) -> None:
    if as_json:
        found = {"file": unfit.file, "key": unfit.key, "what": unfit.what, "nearest": unfit.nearest}
        say_json(
            {"policy": {"fit": False, **found, "contradictions": [_plain(each) for each in _contradictions(unfit)]}}
        )
        return
    detail = () if _contradictions(unfit) else (str(unfit),)  # they are told whole above
    for line in (*(unfit.text.both().splitlines() if unfit.text else ()), *detail):
        click.echo(shown(line), err=True)


def _contradictions(unfit: PolicyUnfit) -> tuple[Incoherence, ...]:
    return unfit.found if isinstance(unfit, PolicyIncoherent) else ()


def _plain(each: Incoherence) -> dict[str, Any]:
    return {
        "limit": _named(each.limit),
        "hole": _named(each.hole),
        "leak": {"ja": each.leak.ja, "en": each.leak.en},
        "mend": {"ja": each.mend.ja, "en": each.mend.en},
    }


def _named(named: Named) -> dict[str, Any]:
    return {"id": named.id, "file": named.file, "ja": named.title.ja, "en": named.title.en}
