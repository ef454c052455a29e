"""`sekisho init`: keys, settings, database."""

import sys
from pathlib import Path

import click

from gateway.settings.reading import SettingsRefused
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring.init import initialise

_path = click.Path(path_type=Path)


@click.command("init", help="鍵・設定・データベースを作る（何度実行しても安全）。 / Make keys, settings, database.")
@click.option("--state", type=_path, required=True, help="状態ディレクトリ / state directory")
@click.option("--settings", type=_path, required=True, help="設定ファイル / settings file")
@click.option("--witness", type=_path, help="封印の保管先（状態ディレクトリの外） / folder for checkpoints, outside the state")
@click.option("--policies", type=_path, required=True, help="ポリシーのフォルダ / folder of policies")
@click.option("--users", is_flag=True, help="プロセスごとの専用ユーザーを使う / processes run as sekisho-keeper and so on")
def init(state: Path, settings: Path, witness: Path | None, policies: Path, users: bool) -> None:
    """Exit status: 0 made, 2 could not be made."""
    names = {process: f"sekisho-{process}" for process in ("keeper", "registrar", "gateway", "worker")}
    try:
        made = initialise(
            settings_file=settings,
            state=state,
            witness=witness or state.resolve().parent / "witness",
            policies=policies,
            chosen={"users": names} if users else {},
        )
    except (SettingsRefused, GatewayFault) as refused:
        click.echo(f"初期化できません。 / Cannot be made.\n{refused}", err=True)
        sys.exit(2)
    click.echo(f"設定 / settings: {settings}\nホスト鍵 / host key: {made.keys.host_key}")
