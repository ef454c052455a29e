"""`sekisho node join BUNDLE`: a further node on the same database, put in an empty place by two custodians."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.options import json_option
from gateway.cli.printing import facts, say, say_json
from gateway.cli.shares_asked import asked, shares_option
from gateway.vocabulary.clock import SystemClock


@click.command("join", help="このノードを加える（保管者 2 名） / Put a further node in place from the folder BUNDLE.")
@click.argument("bundle", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--settings",
    "settings_file",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="このノードの設定ファイル（なければ作成） / this node's settings file; made where there is none",
)
@click.option("--name", help="このノードの名前 / this node's name")
@click.option("--state", type=click.Path(path_type=Path, file_okay=False), help="状態ディレクトリ / state directory")
@click.option("--witness", type=click.Path(path_type=Path, file_okay=False), help="立会人の控え / witness folder")
@click.option("--policies", type=click.Path(path_type=Path, file_okay=False), help="ポリシー / folder of policies")
@shares_option
@json_option
@ending
def command(
    bundle: Path,
    settings_file: Path,
    name: str | None,
    state: Path | None,
    witness: Path | None,
    policies: Path | None,
    share_fds: tuple[int, ...],
    as_json: bool,
) -> None:
    """Look, then join."""
    from gateway.wiring import joining

    newcomer = None
    if name is not None and state is not None:
        newcomer = joining.Newcomer(
            name=name,
            state=state,
            witness=witness or state.with_name(state.name + "-witness"),
            policies=policies or state.with_name(state.name + "-policies"),
        )
    done = joining.join(joining.look(bundle, asked(share_fds)), settings_file, newcomer, SystemClock())
    settings = done.settings
    if as_json:
        say_json({"node": settings.node.name, "state": str(settings.state.directory), "bundle": done.manifest.id})
        return
    say("ノードを加えました。録画のフォルダを共有し、アドレスを確かめてから「sekisho serve」で開始してください。")
    say("The node is in place. Share the folder of recordings, check the addresses, then start it with: sekisho serve")
    facts(
        (
            ("ノード / node", settings.node.name),
            ("状態ディレクトリ / state", settings.state.directory),
            ("録画 / recordings", settings.state.directory / "recordings"),
            ("設定 / settings", settings_file),
        )
    )
