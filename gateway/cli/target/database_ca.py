"""`sekisho target database-ca`: the authority whose client certificates PostgreSQL targets admit, for their ssl_ca_file."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import say, say_json
from gateway.crypto.server_certificate import from_pem, print_of
from gateway.keeper.database_authority import read_published


@click.command(
    "database-ca", help="ssl_ca_file に置く認証局の証明書 / The authority's certificate for a database's ssl_ca_file."
)
@settings_option
@json_option
@ending
def command(settings_file: Path | None, as_json: bool) -> None:
    """Print it as PEM; nothing else stands on standard output."""
    with visitor(settings_file) as office:
        pem = read_published(office.places.database_authority)
    if as_json:
        say_json({"certificate": pem, "sha256": print_of(from_pem(pem))})
        return
    say(pem.rstrip())
