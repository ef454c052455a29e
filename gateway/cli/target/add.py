"""`sekisho target add NAME`: a host or database. It holds personal data unless a named person says otherwise, until a date."""

from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered, hidden
from gateway.cli.key_files import plain_key_of
from gateway.cli.options import Asking, json_option, person_options, settings_option, words
from gateway.cli.printing import say, say_json
from gateway.cli.target.list import plain
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.identifiers import TARGET_NAME, new_identifier
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import Encoding, FreeOfPersonalData, LoginWay, Protocol, Target
from gateway.wiring.office import Office
from gateway.wiring.office_keys import account as account_of
from gateway.wiring.office_register import add_target
from gateway.wiring.office_targets import NAMES, require_forms

SECRET_PROMPT: Final = "接続先のパスワード / The target's password"  # noqa: S105  # a question
KEY_BYTES_MAX: Final = 32 * 1024
_FREE: Final = Text(
    ja="個人データなしとするには、--free-until と --free-declared-by の両方が必要です。",
    en="A target without personal data needs both --free-until and --free-declared-by.",
)
_NO_HOST_KEY: Final = Text(
    ja="SSH の接続先にはホスト鍵（--host-key 公開鍵ファイル）が必要です。",
    en="An SSH target needs its host key: --host-key FILE.",
)


@click.command("add", help="接続先を登録する / Register a target.")
@click.argument("name")
@click.option("--protocol", type=words(Protocol), default=Protocol.SSH.value, show_default=True, help="方式 / protocol")
@click.option("--address", required=True, help="アドレス / host name or address")
@click.option("--port", type=click.IntRange(1, 65535), required=True, help="ポート / TCP port")
@click.option(
    "--host-key",
    "host_keys",
    multiple=True,
    type=click.Path(path_type=Path),
    help="ホスト鍵の公開鍵ファイル / file of the host's public key",
)
@click.option("--account", "accounts", multiple=True, required=True, help="アカウント（繰り返し可） / accounts on it")
@click.option(
    "--login",
    type=words(LoginWay),
    default=LoginWay.CERTIFICATE.value,
    show_default=True,
    help="ログイン方法 / way to log in",
)
@click.option("--secret-file", type=click.Path(path_type=Path), help="保管する秘密鍵のファイル / private key to vault")
@click.option(
    "--client", "clients", multiple=True, help="委託元の番号（繰り返し可） / ids of clients whose data it holds"
)
@click.option(
    "--encoding",
    type=words(Encoding),
    default=Encoding.UTF_8.value,
    show_default=True,
    help="文字コード / character encoding",
)
@click.option(
    "--free-until", type=click.DateTime(["%Y-%m-%d"]), help="個人データなしの期限 / free of personal data until"
)
@click.option("--free-declared-by", help="個人データなしと申告した人 / user name of who says so")
@click.option("--drop-folder", help="アップロードを受け取るフォルダー / folder that takes uploads (default: none)")
@click.option(
    "--management",
    help="パスワードを更新できる管理アカウント / account that may change passwords on it (default: none)",
)
@settings_option
@json_option
@person_options
@ending
def command(*, settings_file: Path | None, as_json: bool, asking: Asking, **given: Any) -> None:
    """Do it in the name of an administrator."""
    if not TARGET_NAME.fullmatch(given["name"]):
        raise CallRefused("target.name", NAMES)
    if given["protocol"] == Protocol.SSH and not given["host_keys"]:
        raise CallRefused("target.host-key", _NO_HOST_KEY)
    with entered(settings_file, asking) as office:
        target = _target(office, given)
        require_forms(target)
        add_target(office, target, secret_of(target.login, given["secret_file"], asking))
    if as_json:
        say_json({"target": plain(target)})
        return
    say(f"登録しました / Registered: {target.name} ({target.id})")


def _target(office: Office, given: dict[str, Any]) -> Target:
    return Target(
        id=new_identifier("H", office.clock.now()),
        name=given["name"],
        protocol=Protocol(given["protocol"]),
        address=given["address"],
        port=given["port"],
        host_keys=tuple(plain_key_of(file, given["name"]).blob for file in given["host_keys"]),
        accounts=given["accounts"],
        login=LoginWay(given["login"]),
        clients=given["clients"],
        encoding=Encoding(given["encoding"]),
        free=free_of(office, given["free_until"], given["free_declared_by"]),
        standing=Standing.ACTIVE,
        drop_folder=given["drop_folder"],
        management=given["management"],
    )


def free_of(office: Office, until: datetime | None, declared_by: str | None) -> FreeOfPersonalData | None:
    """The declaration that a target holds no personal data; None where nobody makes one. Raises CallRefused for half of one."""
    if until is None and declared_by is None:
        return None
    if until is None or declared_by is None:
        raise CallRefused("target.free", _FREE)
    last: date = until.date()
    return FreeOfPersonalData(declared_by=account_of(office, declared_by).username, until=last)


def secret_of(login: LoginWay, file: Path | None, asking: Asking) -> Secret | None:
    """What is to be vaulted: a key from its file, a password without echo or from standard input; None for neither."""
    match login:
        case LoginWay.CERTIFICATE:
            return None
        case LoginWay.VAULTED_KEY if file is not None:
            with file.open("rb") as opened:
                return Secret(opened.read(KEY_BYTES_MAX))
        case LoginWay.VAULTED_PASSWORD:
            return hidden(SECRET_PROMPT, from_stdin=asking.from_stdin)
        case _:
            return None
