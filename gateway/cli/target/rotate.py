"""`sekisho target rotate NAME`: have the vaulted password changed as soon as nobody works there; takes up what failed (R-14)."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.cli.target.list import plain
from gateway.wiring.office_targets import rotate


@click.command("rotate", help="保管パスワードの更新を指示する / Have the vaulted password changed.")
@click.argument("name")
@settings_option
@json_option
@person_options
@ending
def command(name: str, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Ask in the name of an administrator; `target show` says what became of it."""
    with entered(settings_file, asking) as office:
        target = rotate(office, name)
    if as_json:
        say_json({"target": plain(target)})
        return
    say(f"更新を指示しました。結果は「sekisho target show {target.name}」で確認できます。")
    say(f"Asked for. See what became of it with: sekisho target show {target.name}")
