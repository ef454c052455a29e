"""`sekisho init`: keys, settings, database."""

from pathlib import Path

import click

import gateway
from gateway.cli.ending import ending
from gateway.cli.escaping import shown
from gateway.cli.options import json_option
from gateway.cli.printing import say, say_json

_PATH = click.Path(path_type=Path)
_PROCESSES = ("keeper", "registrar", "gateway", "worker")


def shipped_policies() -> Path:
    """The policies that came with the program: beside the package in a checkout, inside it when installed."""
    package = Path(gateway.__file__).parent
    inside = package / "_policies"
    return inside if inside.is_dir() else package.parent / "policies"


@click.command("init", help="鍵・設定・データベースを作る（何度実行しても安全）。 / Make keys, settings, database.")
@click.option("--state", type=_PATH, required=True, help="状態ディレクトリ / state directory")
@click.option("--settings", "settings_file", type=_PATH, required=True, help="設定ファイル / settings file")
@click.option(
    "--witness", type=_PATH, help="チェックポイントの控え（状態の外） / checkpoints' folder, outside the state"
)
@click.option("--policies", type=_PATH, help="ポリシーのフォルダ（既定: 同梱） / folder of policies (default: shipped)")
@click.option(
    "--users", is_flag=True, help="プロセスごとの専用ユーザーを使う / processes run as sekisho-keeper and so on"
)
@json_option
@ending
def command(
    state: Path, settings_file: Path, witness: Path | None, policies: Path | None, users: bool, as_json: bool
) -> None:
    """Make what is missing."""
    from gateway.wiring.init import initialise

    made = initialise(
        settings_file=settings_file,
        state=state,
        witness=witness or state.resolve().parent / "witness",
        policies=policies or shipped_policies(),
        chosen={"users": {process: f"sekisho-{process}" for process in _PROCESSES}} if users else {},
    )
    if as_json:
        say_json({"settings": str(settings_file), "state": str(state), "host_key": made.keys.host_key})
        return
    say(f"設定 / settings: {shown(settings_file)}\nホスト鍵 / host key: {made.keys.host_key}")
