"""`sekisho init`: keys, settings, database; with --administrator also the first person, who sets his factors by a link."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

import gateway
from gateway.cli.ending import ending
from gateway.cli.escaping import shown
from gateway.cli.options import json_option, words
from gateway.cli.person.link import show_link
from gateway.cli.printing import say, say_json
from gateway.ipc.messages import CallRefused
from gateway.people.registration import Application
from gateway.settings.schema import Settings
from gateway.vocabulary.identity import Engagement, Language, Role
from gateway.vocabulary.outcome import Text
from gateway.wiring.office_factors import Link

F = TypeVar("F", bound=Callable[..., object])

_PATH = click.Path(path_type=Path)
_PROCESSES = ("keeper", "registrar", "gateway", "worker", "admin_ui", "monitor", "archivist")


def shipped_policies() -> Path:
    """The policies that came with the program: beside the package in a checkout, inside it when installed."""
    package = Path(gateway.__file__).parent
    inside = package / "_policies"
    return inside if inside.is_dir() else package.parent / "policies"


def _administrator(function: F) -> F:
    """The options of the first person."""
    options = (
        click.option("--administrator", metavar="USERNAME", help="最初の管理者の利用者名 / the first administrator"),
        click.option("--name", help="その氏名 / his real name"),
        click.option("--kana", help="そのフリガナ / its reading in kana"),
        click.option("--number", help="その社員番号 / his person number"),
        click.option("--employer", help="その会社名 / the name of his company"),
        click.option("--contract-end", type=click.DateTime(["%Y-%m-%d"]), help="契約終了日 / end of contract"),
        click.option("--language", type=words(Language), default=Language.JAPANESE.value, help="言語 / language"),
    )
    for option in reversed(options):
        function = option(function)
    return function


@click.command("init", help="鍵・設定・データベースを作る（何度実行しても安全）。 / Make keys, settings, database.")
@click.option("--state", type=_PATH, required=True, help="状態ディレクトリ / state directory")
@click.option("--settings", "settings_file", type=_PATH, required=True, help="設定ファイル / settings file")
@click.option(
    "--witness", type=_PATH, help="チェックポイントの控え（状態の外） / checkpoints' folder, outside the state"
)
@click.option("--policies", type=_PATH, help="ポリシーのフォルダ（既定: 同梱） / folder of policies (default: shipped)")
@click.option(
    "--database",
    metavar="URL",
    help="PostgreSQLのアドレス（表の所有者として。既定: SQLite） / PostgreSQL's address, as the tables' owner",
)
@click.option(
    "--users", is_flag=True, help="プロセスごとの専用ユーザーを使う / processes run as sekisho-keeper and so on"
)
@_administrator
@json_option
@ending
def command(
    state: Path,
    settings_file: Path,
    witness: Path | None,
    policies: Path | None,
    database: str | None,
    users: bool,
    as_json: bool,
    **administrator: Any,
) -> None:
    """Make what is missing."""
    from gateway.wiring.init import initialise

    application = _application(**administrator)
    made = initialise(
        settings_file=settings_file,
        state=state,
        witness=witness or state.resolve().parent / "witness",
        policies=policies or shipped_policies(),
        chosen={
            **({"users": {process: f"sekisho-{process}" for process in _PROCESSES}} if users else {}),
            **({"state": {"database": database}} if database is not None else {}),
        },
    )
    link = None if application is None else _first(made.settings, application)
    if as_json:
        told = {"settings": str(settings_file), "state": str(state), "host_key": made.keys.host_key}
        say_json(told if link is None else {**told, "enrol_url": link.url, "expires_at": link.expires_at.isoformat()})
        return
    say(f"設定 / settings: {shown(settings_file)}\nホスト鍵 / host key: {made.keys.host_key}")
    if link is not None and application is not None:
        show_link(application.username, link, as_json=False)


def _first(settings: Settings, application: Application) -> Link:
    from gateway.wiring.first_administrator import first_administrator

    return first_administrator(settings, application)


def _application(
    *,
    administrator: str | None,
    name: str | None,
    kana: str | None,
    number: str | None,
    employer: str | None,
    contract_end: datetime | None,
    language: str,
) -> Application | None:
    """The first administrator as given on the command line; None where none is. Raises CallRefused for what is missing."""
    if administrator is None:
        return None
    given = {"--name": name, "--kana": kana, "--number": number, "--employer": employer, "--contract-end": contract_end}
    missing = [option for option, value in given.items() if not value]
    if missing or contract_end is None:
        raise CallRefused("init.incomplete", _incomplete(missing))
    return Application(
        username=administrator,
        name=name or "",
        kana=kana or "",
        number=number or "",
        employer=employer or "",
        engagement=Engagement.OWN,
        agency=None,
        contract_end=contract_end.date(),
        roles=frozenset({Role.ADMINISTRATOR}),
        language=Language(language),
    )


def _incomplete(missing: list[str]) -> Text:
    return Text(
        ja=f"最初の管理者の登録には {'、'.join(missing)} も必要です（実在の個人のもの）。",
        en=f"The first administrator also needs {', '.join(missing)}: a natural person's name, reading, number, company "
        "and end of contract.",
    )
