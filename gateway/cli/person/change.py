"""`sekisho person change NAME`: what is known at once, roles when another administrator confirmed them (R-22)."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from gateway.cli.change.asked import tell_asked
from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, require_some, settings_option, words
from gateway.cli.person.list import plain
from gateway.cli.printing import say, say_json
from gateway.vocabulary.identity import Engagement, Language, Role
from gateway.wiring.office_person_change import PersonWish, change_person

_ROLES = [role.value for role in Role if role is not Role.DEMO_OPERATOR]


@click.command("change", help="登録内容を変更する / Change an account.")
@click.argument("username")
@click.option("--employer", help="所属: employer list の番号か名称 / id or name of an employer")
@click.option("--engagement", type=words(Engagement), help="直接雇用か派遣か / own staff or dispatched")
@click.option("--agency", help="派遣元 / dispatching company")
@click.option("--contract-end", type=click.DateTime(["%Y-%m-%d"]), help="契約終了日 / last day of the contract")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(_ROLES),
    help="新しい役割のすべて（繰り返し可。別の管理者の確認が必要） / all roles from now on (another administrator confirms)",
)
@click.option("--name", help="氏名（改姓など） / real name")
@click.option("--kana", help="フリガナ / reading in kana")
@click.option("--mail", help="通知用メールアドレス、- で削除 / mail address for notices, - takes it away")
@click.option("--trained-on", type=click.DateTime(["%Y-%m-%d"]), help="研修の受講日 / day of the last course")
@click.option("--oath-on", type=click.DateTime(["%Y-%m-%d"]), help="誓約書の提出日 / day of the oath")
@click.option("--language", type=words(Language), help="言語 / language")
@settings_option
@json_option
@person_options
@ending
def command(*, username: str, settings_file: Path | None, as_json: bool, asking: Asking, **given: Any) -> None:
    """Do it in the name of an administrator."""
    require_some(given)
    wish = _wish(given)
    with entered(settings_file, asking) as office:
        line, proposal = change_person(office, username, wish)
    if as_json:
        say_json({"person": plain(line)} if proposal is None else {"person": plain(line), "change": proposal})
    elif proposal is None:
        say(f"変更しました / Changed: {line.username}")
    else:
        tell_asked(proposal)


def _wish(given: dict[str, Any]) -> PersonWish:
    return PersonWish(
        employer=given["employer"],
        engagement=None if given["engagement"] is None else Engagement(given["engagement"]),
        agency=given["agency"],
        contract_end=_day(given["contract_end"]),
        roles=frozenset(Role(role) for role in given["roles"]) if given["roles"] else None,
        language=None if given["language"] is None else Language(given["language"]),
        name=given["name"],
        kana=given["kana"],
        mail=given["mail"],
        trained_on=_day(given["trained_on"]),
        oath_on=_day(given["oath_on"]),
    )


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()
