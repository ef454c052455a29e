"""`sekisho order request`: a work order, asked for in one's own name, or by a supervisor for an engineer (--for).

What is not given comes from the template (--template), as in the browser's form.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import click

from gateway.approvals.asking import Wish
from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.moments import MOMENT
from gateway.cli.options import Asking, json_option, person_options, settings_option, words
from gateway.cli.order.outcome import tell
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text
from gateway.wiring.office import Office
from gateway.wiring.office_keys import account
from gateway.wiring.office_orders import SUBJECTS_USUAL, Draft, draft
from gateway.wiring.office_targets import target_named
from gateway.work_orders.order import Mode, OrderedTarget

_ACCOUNT: Final = Text(
    ja="アカウントが複数ある接続先は、接続先/アカウント と指定してください（target show で確認できます）。",
    en="Name the account of a target that has several: TARGET/ACCOUNT (see: sekisho target show).",
)
_INCOMPLETE: Final = Text(
    ja="接続先（--target）と作業目的（--purpose）を指定してください。ひな形（--template）からも補えます。",
    en="Give the targets (--target) and the purpose (--purpose), or a template that has them (--template).",
)
_WINDOW: Final = Text(
    ja="終了は --until か --hours のどちらか一方で指定してください。",
    en="Give the end as --until or as --hours, not both.",
)


@click.command("request", help="作業を申請する / Ask for a work order.")
@click.option(
    "--template", help="ひな形（policies/orders.toml）。ほかの項目の既定値になる / a template that fills in the rest"
)
@click.option("--target", "targets", multiple=True, help="接続先[/アカウント[,アカウント]]（繰り返し可）")
@click.option("--client", "clients", multiple=True, help="委託元の番号（繰り返し可） / ids of client companies")
@click.option("--purpose", help="作業目的 / an id of policies/purposes.toml")
@click.option("--personal-data", is_flag=True, help="個人データを閲覧する / personal data will be seen")
@click.option(
    "--subjects",
    type=click.IntRange(1),
    help=f"閲覧する人数の上限（個人データを閲覧する場合。既定: {SUBJECTS_USUAL}） / of how many people at most",
)
@click.option("--mode", type=words(Mode), help="方式（既定: commands） / commands or shell")
@click.option(
    "--from",
    "starts",
    type=MOMENT,
    default="now",
    help="開始（日本時間。HH:MM または YYYY-MM-DDTHH:MM。既定: 今） / begin, Japan time, default now",
)
@click.option("--until", "ends", type=MOMENT, help="終了（日本時間） / end, Japan time")
@click.option(
    "--hours", type=click.FloatRange(0, min_open=True), help="時間数（--until の代わり） / hours, instead of --until"
)
@click.option("--reason", required=True, help="理由。個人データは書かない / why, without personal data")
@click.option("--for", "engineer", help="作業者（既定: 本人） / the engineer, if somebody else")
@settings_option
@json_option
@person_options
@ending
def command(*, settings_file: Path | None, as_json: bool, asking: Asking, **given: Any) -> None:
    """Ask for it."""
    with entered(settings_file, asking) as office:
        person = office.require_person().person
        wish = _wish(office, person, given)
        answer = office.desk().ask(wish, by=person)
    tell(answer, as_json=as_json)


def _wish(office: Office, person: str, given: dict[str, Any]) -> Wish:
    begun = None if given["template"] is None else draft(office, given["template"])
    starts, ends = _times(office, given, begun)
    targets = given["targets"] or (begun.targets if begun else ())
    purpose = given["purpose"] or (begun.purpose if begun else "")
    if not targets or not purpose:
        raise CallRefused("order.incomplete", _INCOMPLETE)
    personal_data = given["personal_data"] or (begun is not None and begun.personal_data)
    return Wish(
        person_id=person if given["engineer"] is None else account(office, given["engineer"]).id,
        targets=tuple(_ordered(office, each) for each in targets),
        clients=given["clients"] or (begun.clients if begun else ()),
        purpose=purpose,
        personal_data=personal_data,
        subjects=_subjects(office, given["subjects"], begun, personal_data),
        mode=Mode(given["mode"]) if given["mode"] else (begun.mode if begun else Mode.COMMANDS),
        starts_at=starts,
        ends_at=ends,
        reason=given["reason"],
        template=given["template"],
    )


def _subjects(office: Office, given: int | None, begun: Draft | None, personal_data: bool) -> int | None:
    if given is not None or not personal_data:
        return given
    return begun.subjects if begun else min(SUBJECTS_USUAL, office.policy.limits.subjects)


def _times(office: Office, given: dict[str, Any], begun: Draft | None) -> tuple[datetime, datetime]:
    starts, ends = given["starts"](office.clock), given["ends"] and given["ends"](office.clock)
    if begun is not None and ends is None and given["hours"] is None:
        return starts, starts + (begun.ends_at - begun.starts_at)
    return _window(starts, ends, given["hours"])


def _window(starts: datetime, ends: datetime | None, hours: float | None) -> tuple[datetime, datetime]:
    if (ends is None) is (hours is None):
        raise CallRefused("order.window", _WINDOW)
    return starts, starts + timedelta(hours=hours) if ends is None else ends  # type: ignore[arg-type]  # one of both is there


def _ordered(office: Office, asked: str) -> OrderedTarget:
    name, _, accounts = asked.partition("/")
    if accounts:
        return OrderedTarget(name=name, accounts=tuple(accounts.split(",")))
    target = target_named(office, name)
    if len(target.accounts) != 1:
        raise CallRefused("order.account", _ACCOUNT)
    return OrderedTarget(name=name, accounts=target.accounts)
