"""`sekisho client certificate CODE`: what was destroyed at the end of a client's contract, and what was not (R-85, R-86)."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import say, say_json
from gateway.wiring.office_contracts import certificate, end_of


@click.command(
    "certificate", help="契約終了時の消去証明書 / The certificate of what was destroyed at a contract's end."
)
@click.argument("code")
@settings_option
@json_option
@ending
def command(code: str, settings_file: Path | None, as_json: bool) -> None:
    """Print it in both languages."""
    with visitor(settings_file) as office:
        end = end_of(office, code)
        text = certificate(office, end)
    if as_json:
        numbers = {name: getattr(end, name) for name in ("keys", "recordings", "lasting", "shared")}
        say_json({"client": end.client, "at": end.at, **numbers, "ja": text.ja, "en": text.en})
        return
    say(text.ja)
    say(text.en)
