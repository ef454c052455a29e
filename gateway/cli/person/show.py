"""`sekisho person show NAME`: one account with its keys; real name and number only for an administrator who says who he is."""

from datetime import datetime
from pathlib import Path
from typing import Final

import click

from gateway.authorization.roles import Permission
from gateway.cli.ending import ending
from gateway.cli.entering import entered, visitor
from gateway.cli.headings import word
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.person.list import plain
from gateway.cli.printing import facts, japan, say, say_json, table
from gateway.vocabulary.identity import Role
from gateway.wiring.office import Office
from gateway.wiring.office_keys import account
from gateway.wiring.office_person_change import locked_until
from gateway.wiring.office_reading import KeyLine, PersonLine, RealName

_ASK: Final = "（--as 管理者 で表示 / shown to an administrator with --as）"


@click.command("show", help="アカウントの詳細 / Show one account.")
@click.argument("username")
@settings_option
@json_option
@person_options
@ending
def command(username: str, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Show it."""
    with visitor(settings_file) if asking.name is None else entered(settings_file, asking) as office:
        line = account(office, username)
        keys = list(office.lists.keys_of(line.id))
        name = _real_name(office, line)
        mail = None if name is None else office.lists.mails([line.id]).get(line.id)
        locked = locked_until(office, line)
    if as_json:
        personal = None if name is None else {"name": name.name, "kana": name.kana, "number": name.number, "mail": mail}
        say_json(
            {
                "person": {
                    **plain(line),
                    "personal": personal,
                    "locked_until": locked,
                    "keys": [key_plain(key) for key in keys],
                }
            }
        )
        return
    _tell(line, name, mail, locked)
    say()
    table(
        ("鍵", "登録", "失効"),
        ((key.fingerprint, japan(key.added_at), japan(key.revoked_at)) for key in keys),
    )


def key_plain(key: KeyLine) -> dict[str, object]:
    """A key as JSON values."""
    return {"fingerprint": key.fingerprint, "added_at": key.added_at, "revoked_at": key.revoked_at}


def _real_name(office: Office, line: PersonLine) -> RealName | None:
    if office.who is None:
        return None
    if Role.DEMO_OPERATOR not in office.who.roles:
        office.require(Permission.PEOPLE_MANAGE, line.username)
    return office.lists.real_names([line.id])[line.id]


def _tell(line: PersonLine, name: RealName | None, mail: str | None, locked: datetime | None) -> None:
    facts(
        (
            ("利用者名", line.username),
            ("番号", line.id),
            ("氏名", _ASK if name is None else name.name),
            ("フリガナ", _ASK if name is None else name.kana),
            ("社員番号", _ASK if name is None else name.number),
            ("役割", ", ".join(word(role) for role in sorted(line.roles))),
            ("所属", f"{line.employer_name} ({line.employer})"),
            ("雇用", word(line.engagement)),
            ("派遣元", line.agency),
            ("契約終了", line.contract_end),
            ("研修受講日", line.trained_on),
            ("誓約書", line.oath_on),
            ("通知用メール", _ASK if name is None else mail),
            ("言語", word(line.language)),
            ("状態", word(line.standing)),
            ("ロック", None if locked is None else f"{japan(locked)} まで / until then"),
        )
    )
