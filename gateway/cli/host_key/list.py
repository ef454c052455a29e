"""`sekisho host-key list`: which SSH host keys are announced, and which of them signs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import say_json, table
from gateway.wiring.office_host_keys import HostKeyLine, host_keys

STANDINGS: Final = {"current": "使用中 / current", "next": "次 / next", "former": "前 / former"}


def plain(keys: Sequence[HostKeyLine]) -> dict[str, Any]:
    """The keys as JSON values."""
    return {
        "host_keys": [{"standing": key.standing, "fingerprint": key.fingerprint, "key": key.line} for key in keys],
    }


def show(keys: Sequence[HostKeyLine]) -> None:
    """The keys as a table."""
    table(("状態", "指紋", "公開鍵"), [(STANDINGS[key.standing], key.fingerprint, key.line) for key in keys])


@click.command("list", help="SSH ホスト鍵の一覧 / List the SSH host keys.")
@settings_option
@json_option
@ending
def command(settings_file: Path | None, as_json: bool) -> None:
    """List what is announced."""
    with visitor(settings_file) as office:
        found = host_keys(office)
    if as_json:
        say_json(plain(found))
        return
    show(found)
