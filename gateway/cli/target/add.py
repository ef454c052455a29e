"""`sekisho target add NAME`: a host or database. It holds personal data unless a named person says otherwise, until a date."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import click

from gateway.cli.change.asked import tell_asked
from gateway.cli.ending import ending
from gateway.cli.entering import entered, hidden
from gateway.cli.key_files import plain_key_of
from gateway.cli.options import Asking, json_option, person_options, settings_option, words
from gateway.cli.printing import say, say_json
from gateway.cli.target.certificate_files import certificate_in
from gateway.cli.target.list import plain
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.identifiers import TARGET_NAME, new_identifier
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import Encoding, FreeOfPersonalData, Importance, LoginWay, Protocol, RiskEntry, Target
from gateway.wiring.office import Office
from gateway.wiring.office_keys import account as account_of
from gateway.wiring.office_parties import client_ids
from gateway.wiring.office_pins import NO_CERTIFICATE, NO_HOST_KEY, certificate_to_pin
from gateway.wiring.office_target_rules import NAMES
from gateway.wiring.office_targets import RISK, add_target

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


def risk_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The row of the risk register (リスク管理データベース): all of it for a new target."""
    for option in reversed(_RISK):
        function = option(function)
    return function


_RISK: Final = (
    click.option("--risk-owner", help="責任者の利用者名 / user name of who answers for the target"),
    click.option("--risk-importance", type=words(Importance), help="重要度 / importance"),
    click.option(
        "--risk-people", type=click.IntRange(min=0), help="保有する本人数 / about how many people's data it holds"
    ),
    click.option("--risk", help="内部者によるリスク / what an insider could do"),
    click.option("--risk-measure", help="対策 / what is done about it"),
    click.option("--risk-review-on", type=click.DateTime(["%Y-%m-%d"]), help="見直し日 / day of the next review"),
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
    help="ホスト鍵の公開鍵ファイル（SSH） / file of the host's public key (SSH)",
)
@click.option(
    "--certificate",
    "certificates",
    multiple=True,
    type=click.Path(path_type=Path),
    help="サーバー証明書の PEM ファイル（PostgreSQL） / PEM file of the server's certificate (PostgreSQL)",
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
    "--client", "clients", multiple=True, help="委託元の番号か名称（繰り返し可） / client whose data it holds"
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
@risk_options
@settings_option
@json_option
@person_options
@ending
def command(*, settings_file: Path | None, as_json: bool, asking: Asking, **given: Any) -> None:
    """Do it in the name of an administrator."""
    if not TARGET_NAME.fullmatch(given["name"]):
        raise CallRefused("target.name", NAMES)
    _require_pins(given)
    with entered(settings_file, asking) as office:
        target = _target(office, given)
        proposal = add_target(office, target, secret_of(target.login, given["secret_file"], asking))
    if as_json:
        told = {"target": plain(target)}
        say_json(told if proposal is None else {**told, "change": proposal})
        return
    if proposal is not None:
        tell_asked(proposal)
        return
    say(f"登録しました / Registered: {target.name} ({target.id})")


def _require_pins(given: dict[str, Any]) -> None:
    """Raises CallRefused for an SSH target without host keys, and for pins of the other protocol."""
    if given["protocol"] == Protocol.SSH:
        if given["certificates"]:
            raise CallRefused("target.certificate", NO_CERTIFICATE)
        if not given["host_keys"]:
            raise CallRefused("target.host-key", _NO_HOST_KEY)
    elif given["host_keys"]:
        raise CallRefused("target.host-key", NO_HOST_KEY)


def _pins(office: Office, given: dict[str, Any]) -> tuple[bytes, ...]:
    keys = [plain_key_of(file, given["name"]).blob for file in given["host_keys"]]
    certificates = [certificate_to_pin(office, certificate_in(file)).der for file in given["certificates"]]
    return tuple(dict.fromkeys([*keys, *certificates]))


def _target(office: Office, given: dict[str, Any]) -> Target:
    return Target(
        id=new_identifier("H", office.clock.now()),
        name=given["name"],
        protocol=Protocol(given["protocol"]),
        address=given["address"],
        port=given["port"],
        host_keys=_pins(office, given),
        accounts=given["accounts"],
        login=LoginWay(given["login"]),
        clients=client_ids(office, given["clients"]),
        encoding=Encoding(given["encoding"]),
        free=free_of(office, given["free_until"], given["free_declared_by"]),
        standing=Standing.ACTIVE,
        drop_folder=given["drop_folder"],
        management=given["management"],
        risk=risk_of(given, None),
    )


def free_of(office: Office, until: datetime | None, declared_by: str | None) -> FreeOfPersonalData | None:
    """The declaration that a target holds no personal data; None where nobody makes one. Raises CallRefused for half of one."""
    if until is None and declared_by is None:
        return None
    if until is None or declared_by is None:
        raise CallRefused("target.free", _FREE)
    last: date = until.date()
    return FreeOfPersonalData(declared_by=account_of(office, declared_by).username, until=last)


def risk_of(given: dict[str, Any], before: RiskEntry | None) -> RiskEntry | None:
    """The row of the risk register: what is given, else as before; None for nothing at all. Raises CallRefused for half a row."""
    named = {
        "owner": given["risk_owner"],
        "importance": None if given["risk_importance"] is None else Importance(given["risk_importance"]),
        "people": given["risk_people"],
        "risk": given["risk"],
        "measure": given["risk_measure"],
        "review_on": None if given["risk_review_on"] is None else given["risk_review_on"].date(),
    }
    said = {name: value for name, value in named.items() if value is not None}
    if not said:
        return None
    if before is not None:
        return replace(before, **said)
    if len(said) != len(named):
        raise CallRefused("target.risk", RISK)
    return RiskEntry(**said)


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
