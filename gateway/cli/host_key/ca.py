"""`sekisho host-key ca`: the line with which a client trusts our host certificates, so that `ssh -J` asks nothing."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import say, say_json
from gateway.wiring.office_host_keys import certificate_authority


@click.command("ca", help="known_hosts に加える @cert-authority の行 / The @cert-authority line for known_hosts.")
@click.option("--names", default="*", help="接続先名のパターン / the pattern of target names")
@settings_option
@json_option
@ending
def command(names: str, settings_file: Path | None, as_json: bool) -> None:
    """Print it; nothing else stands on standard output."""
    if not names.isascii() or not names.isprintable() or not names or " " in names:
        raise click.BadParameter("one word of a known_hosts pattern", param_hint="--names")
    with visitor(settings_file) as office:
        authority = certificate_authority(office)
    line = f"@cert-authority {names} {authority}"
    if as_json:
        say_json({"names": names, "authority": authority, "known_hosts": line})
        return
    say(line)
