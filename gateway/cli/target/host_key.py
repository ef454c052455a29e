"""`sekisho target host-key NAME`: what host keys answer there now, and asking that they be pinned.

Nobody pins a key alone: with --ask another administrator has to confirm it, having compared it with what whoever runs the
target says (R-16). Without --ask it only shows; exit status 1 means that the target shows another key than the pinned one.
"""

from pathlib import Path
from typing import Any

import click

from gateway.cli.change.asked import tell_asked
from gateway.cli.ending import Status, ending, leave
from gateway.cli.entering import entered, visitor
from gateway.cli.key_files import plain_key_of
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json, table
from gateway.crypto.digest import fingerprint
from gateway.vocabulary.target import Protocol, Target
from gateway.wiring.office_pins import ask_pins, require_protocol, shown_pins
from gateway.wiring.office_targets import target_named


@click.command("host-key", help="ホスト鍵を取得し、登録を申請する / Fetch the host keys and ask that they be pinned.")
@click.argument("name")
@click.option(
    "--ask", is_flag=True, help="登録を申請する（別の管理者が確認） / ask that they be pinned (another confirms)"
)
@click.option(
    "--file",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="接続せず、公開鍵ファイルから / take them from files instead of the network",
)
@settings_option
@json_option
@person_options
@ending
def command(
    *, name: str, ask: bool, files: tuple[Path, ...], settings_file: Path | None, as_json: bool, asking: Asking
) -> None:
    """Show them to anybody; ask in the name of an administrator."""
    with entered(settings_file, asking) if ask else visitor(settings_file) as office:
        target = target_named(office, name)
        require_protocol(target, Protocol.SSH)
        keys = tuple(plain_key_of(file, name).blob for file in files) or shown_pins(target, Protocol.SSH)
        proposal = ask_pins(office, target, keys) if ask else None
    _tell(target, keys, proposal, as_json)
    if proposal is None and not set(keys) & set(target.host_keys):
        leave(Status.NOT_SO)


def _tell(target: Target, keys: tuple[bytes, ...], proposal: str | None, as_json: bool) -> None:
    pinned = [fingerprint(blob) for blob in target.host_keys]
    found = [fingerprint(blob) for blob in keys]
    if as_json:
        told: dict[str, Any] = {"target": target.name, "pinned": pinned, "shown": found}
        say_json(told if proposal is None else {**told, "change": proposal})
        return
    table(
        ("ホスト鍵", "登録"),
        ((each, "登録済み / pinned" if each in pinned else "未登録 / not pinned") for each in found),
    )
    if proposal is not None:
        say(
            "接続先の管理者にフィンガープリントを確認してください。 / Compare the fingerprint with whoever runs the target."
        )
        tell_asked(proposal)
