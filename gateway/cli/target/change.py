"""`sekisho target change NAME`: anything of a target but its name, protocol, way of log-in and host keys."""

from pathlib import Path
from typing import Any, Final

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, require_some, settings_option, words
from gateway.cli.printing import say, say_json
from gateway.cli.target.add import free_of, risk_of, risk_options
from gateway.cli.target.list import plain
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.target import Encoding
from gateway.wiring.office import Office
from gateway.wiring.office_parties import client_ids
from gateway.wiring.office_targets import Held, TargetWish, change_target, target_named

_EITHER: Final = Text(
    ja="--personal-data は --free-until、--free-declared-by と同時に指定できません。",
    en="--personal-data does not go with --free-until and --free-declared-by.",
)


@click.command("change", help="登録内容を変更する / Change a target.")
@click.argument("name")
@click.option("--address", help="アドレス / host name or address")
@click.option("--port", type=click.IntRange(1, 65535), help="ポート / TCP port")
@click.option(
    "--account", "accounts", multiple=True, help="アカウントのすべて（繰り返し可） / all accounts from now on"
)
@click.option("--client", "clients", multiple=True, help="委託元のすべて（繰り返し可） / all clients from now on")
@click.option("--encoding", type=words(Encoding), help="文字コード / character encoding")
@click.option(
    "--free-until", type=click.DateTime(["%Y-%m-%d"]), help="個人データなしの期限 / free of personal data until"
)
@click.option("--free-declared-by", help="個人データなしと申告した人 / user name of who says so")
@click.option("--personal-data", is_flag=True, help="個人データなしの申告を取り消す / it holds personal data after all")
@click.option(
    "--drop-folder", help="アップロードを受け取るフォルダー（- でなし） / folder that takes uploads (- for none)"
)
@click.option("--management", help="管理アカウント（- でなし） / account that may change passwords on it (- for none)")
@risk_options
@settings_option
@json_option
@person_options
@ending
def command(*, name: str, settings_file: Path | None, as_json: bool, asking: Asking, **given: Any) -> None:
    """Do it in the name of an administrator."""
    require_some(given)
    with entered(settings_file, asking) as office:
        target = change_target(office, name, _wish(office, name, given))
    if as_json:
        say_json({"target": plain(target)})
        return
    say(f"変更しました / Changed: {target.name}")


def _wish(office: Office, name: str, given: dict[str, Any]) -> TargetWish:
    free = free_of(office, given["free_until"], given["free_declared_by"])
    if given["personal_data"] and free is not None:
        raise CallRefused("target.free", _EITHER)
    return TargetWish(
        address=given["address"],
        port=given["port"],
        accounts=given["accounts"] or None,
        clients=client_ids(office, given["clients"]) or None,
        encoding=None if given["encoding"] is None else Encoding(given["encoding"]),
        drop_folder=given["drop_folder"],
        management=given["management"],
        free=Held.PERSONAL_DATA if given["personal_data"] else free,
        risk=risk_of(given, target_named(office, name).risk),
    )
