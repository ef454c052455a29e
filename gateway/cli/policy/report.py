"""`sekisho policy report`: per target and order, what can leave and enter, and how much at most; per role, who sees what.

Of the registered targets, as the policy in force decides; with --policies DIR of the two kinds of target, and no office is asked.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from gateway.authorization.loader import load
from gateway.authorization.report.flow import Flow
from gateway.authorization.report.places import Opening, Passage, Place
from gateway.authorization.report.report import Report, RoleLine, report_of
from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.headings import word
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import say, say_both, say_json
from gateway.vocabulary.clock import JST, SystemClock
from gateway.vocabulary.outcome import Text
from gateway.wiring.office_targets import target_named

_KIND = {
    True: Text(ja="個人データを扱う接続先", en="targets with personal data"),
    False: Text(ja="個人データを扱わない接続先", en="targets free of personal data"),
}
_VIEWING: Mapping[tuple[bool, ...], str] = {
    (True,): "・個人データ閲覧あり / to see personal data",
    (False,): "・個人データ閲覧なし / without personal data",
}


@click.command("report", help="何がどれだけ持ち出せるかを示す / Say what can leave and how much at most.")
@click.option(
    "--policies",
    "directory",
    type=click.Path(path_type=Path, file_okay=False),
    help="このディレクトリーのポリシーを接続先の種類ごとに / this policy directory, by kind of target",
)
@click.option("--target", help="この接続先だけ / this target only")
@settings_option
@json_option
@ending
def command(directory: Path | None, target: str | None, settings_file: Path | None, as_json: bool) -> None:
    """Exit status 0; 2 where the policy does not load."""
    report = _of_office(settings_file, target) if directory is None else _of(directory)
    if as_json:
        say_json({"report": _plain(report)})
        return
    _say(report)


def _of(directory: Path) -> Report:
    return report_of(load(directory), None, SystemClock().now().astimezone(JST).date())


def _of_office(settings_file: Path | None, target: str | None) -> Report:
    with visitor(settings_file) as office:
        targets = office.lists.targets() if target is None else (target_named(office, target),)
        return report_of(office.policy, targets, office.clock.now().astimezone(JST).date())


def _say(report: Report) -> None:
    approvers = report.approvers
    say_both(
        Text(
            ja=f"ポリシー {report.digest[:16]}（{report.memorandum.ja}）。作業申請は最長 {report.hours} 時間、"
            f"承認するのは{'・'.join(each.ja for each in approvers)}（本人と申請者以外）",
            en=f"Policy {report.digest[:16]} ({report.memorandum.en}). An order lasts {report.hours} hours at most; it is "
            f"approved by: {', '.join(each.en for each in approvers)}, never the engineer or who asked",
        )
    )
    for place in report.places:
        _say_place(place)
    say()
    say("■ 役割 / Roles")
    for role in report.roles:
        _say_role(role)
    say()
    say("■ データベースの列と閲覧上限 / Columns of databases, and disclosure budgets")
    for text in report.disclosure:
        say_both(Text(ja=f"  {text.ja}", en=f"  {text.en}"))
    say()
    say("■ 止められないもの / What nothing here stops")
    for text in report.not_stopped:
        say_both(Text(ja=f"  ・{text.ja}", en=f"    {text.en}"))


def _say_place(place: Place) -> None:
    kind = _KIND[place.personal]
    say()
    say_both(
        Text(ja=f"■ {kind.ja}", en=f"  {kind.en}")
        if place.target is None
        else Text(ja=f"■ {place.target}（{kind.ja}）", en=f"  {place.target} ({kind.en})")
    )
    if not place.reached:
        say_both(Text(ja="  SSH では接続できず、何も開きません。", en="  Not reached by SSH: nothing opens."))
    for opening in place.openings:
        _say_opening(opening)


def _say_opening(opening: Opening) -> None:
    say()
    purposes = ", ".join(word(each) for each in opening.purposes)
    say(f"  ● 作業申請 / order: {word(opening.mode)}{_VIEWING.get(opening.viewing, '')}（{purposes}）")
    for passage in opening.passages:
        _say_passage(passage)


def _say_passage(passage: Passage) -> None:
    if passage.leaves is None or passage.enters is None:
        say(f"    × {word(passage.capability)}: {' '.join(passage.refused_by)}")
        return
    say(f"    ○ {word(passage.capability)}: {' '.join(passage.permitted_by)}、承認 / approvals: {passage.approvals}")
    for title, flow in (("出る / out", passage.leaves), ("入る / in", passage.enters)):
        say(f"      {title}:")
        say_both(Text(ja=f"        {flow.text.ja}", en=f"        {flow.text.en}"))


def _say_role(role: RoleLine) -> None:
    connects = Text(ja="接続先で作業する（上のとおり）", en="works on targets, as above")
    seen = ((connects,) if role.connects else ()) + role.sees or (Text(ja="何も見られない", en="sees nothing"),)
    say(f"  {role.name.ja} / {role.name.en}")
    for text in seen:
        say_both(Text(ja=f"    {text.ja}", en=f"    {text.en}"))


def _plain(report: Report) -> dict[str, Any]:
    return {
        "policy": report.digest,
        "memorandum": _both(report.memorandum),
        "window_hours_max": report.hours,
        "approvers": [_both(each) for each in report.approvers],
        "targets": [
            {
                "target": place.target,
                "personal_data": place.personal,
                "reached": place.reached,
                "orders": [_opening(each) for each in place.openings],
            }
            for place in report.places
        ],
        "roles": [
            {"role": each.role, "connects": each.connects, "sees": [_both(text) for text in each.sees]}
            for each in report.roles
        ],
        "disclosure": [_both(each) for each in report.disclosure],
        "not_stopped": [_both(each) for each in report.not_stopped],
    }


def _opening(opening: Opening) -> dict[str, Any]:
    return {
        "mode": opening.mode,
        "purposes": list(opening.purposes),
        "personal_data_viewing": list(opening.viewing),
        "ways": [
            {
                "capability": each.capability,
                "open": each.leaves is not None,
                "approvals": each.approvals,
                "permitted_by": list(each.permitted_by),
                "refused_by": list(each.refused_by),
                "out": _flow(each.leaves),
                "in": _flow(each.enters),
                "conditions": [_both(text) for text in each.demands],
            }
            for each in opening.passages
        ],
    }


def _flow(flow: Flow | None) -> dict[str, Any] | None:
    return None if flow is None else {"bytes_max": flow.bytes_max, **_both(flow.text)}


def _both(text: Text) -> dict[str, str]:
    return {"ja": text.ja, "en": text.en}
