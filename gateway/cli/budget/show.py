"""`sekisho budget show [NAME]`: what was used of whose data, what is left at most, and who is frozen (R-06)."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.escaping import shown
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import japan, say, say_json, table
from gateway.disclosure.keeping import Door, Freeze
from gateway.disclosure.texts import over
from gateway.wiring.office_budgets import ClientUse, PersonBudget, Spent, budget_of, budgets, person_named

SPANS: Final = ("rows_day", "day", "days_30", "days_365")


@click.command("show", help="閲覧上限の使用量と凍結 / What was used of the disclosure budgets, and who is frozen.")
@click.argument("username", required=False)
@settings_option
@json_option
@ending
def command(username: str | None, settings_file: Path | None, as_json: bool) -> None:
    """Show everybody's, or one person's."""
    with visitor(settings_file) as office:
        found = budgets(office) if username is None else [budget_of(office, person_named(office, username))]
    if as_json:
        say_json({"budgets": [plain(each) for each in found]})
        return
    table(
        ("利用者", "状態", "委託元", "伏せ字の行（今日）", "人数（今日）", "人数（30日）", "人数（365日）"),
        _rows(found),
    )
    for each in found:
        if each.frozen is not None:
            say()
            say(f"{shown(each.username)}: 凍結中 / frozen since {japan(each.frozen.since)}")
            say(f"  {over(each.frozen.exceeded).ja}")
            for freeze in each.freezes:
                door = "" if freeze.door is Door.DATABASE else f" --door {freeze.door.value}"
                say(f"  sekisho budget release {shown(each.username)}{door} --reason 理由 --as 自分の利用者名")


def plain(budget: PersonBudget) -> dict[str, Any]:
    """One person's, as JSON values."""
    added = budget.added
    return {
        "person": budget.person,
        "username": budget.username,
        "near": budget.near,
        "frozen": None if budget.frozen is None else _freeze(budget.frozen),
        "freezes": [_freeze(each) for each in budget.freezes],
        "added": None if added is None else {"people": added.people, "rows": added.rows},
        "waiting": [line.id for line in budget.waiting],
        "uses": [_use(each) for each in budget.uses],
        "shell": {name: _left(getattr(budget.shell, name)) for name in ("day", "days_30", "days_365")},
    }


def _freeze(freeze: Freeze) -> dict[str, Any]:
    return {
        "id": freeze.id,
        "door": freeze.door.value,
        "since": freeze.since,
        "session": freeze.session,
        "statement": freeze.statement,
        "exceeded": [
            {"span": each.span.value, "client": each.client, "used": each.used, "cap": each.cap}
            for each in freeze.exceeded
        ],
    }


def _use(use: ClientUse) -> dict[str, Any]:
    spans: dict[str, Spent] = {name: getattr(use, name) for name in SPANS}
    return {
        "client": use.client,
        **{name: _left(each) for name, each in spans.items()},
    }


def _left(spent: Spent) -> dict[str, int]:
    return {"used": spent.used, "cap": spent.cap, "left": spent.left}


def _rows(found: Iterable[PersonBudget]) -> Iterator[tuple[str, ...]]:
    for budget in found:
        name = budget.username
        standing = "凍結中/frozen" if budget.frozen is not None else "残りわずか/near" if budget.near else ""
        for use in budget.uses:
            spans = (_spent(getattr(use, span)) for span in SPANS)
            yield name, standing, _client(use.client), *spans
            name = standing = ""
        shell = budget.shell
        spans = (_spent(each) for each in (shell.day, shell.days_30, shell.days_365))
        yield "", "", "シェル（推定）/shells, an estimate", "", *spans


def _spent(spent: Spent) -> str:
    return f"{spent.used}/{spent.cap}"


def _client(client: str | None) -> str:
    if client is None:
        return "合計/all"
    return client or "不明/unknown"
