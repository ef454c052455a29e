"""`sekisho serve [PROCESS]`: one of them, or all. Loads no database: the gateway's parent must stay lean."""

import sys
from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.options import settings_of, settings_option

_PROCESSES = ("keeper", "registrar", "gateway", "worker", "admin_ui", "monitor", "archivist")


@click.command("serve", help="すべての、または一つのプロセスを動かす。 / Run all processes, or one.")
@click.argument("process", required=False, type=click.Choice(_PROCESSES))
@settings_option
@ending
def command(process: str | None, settings_file: Path | None) -> None:
    """Exit status: 0 stopped as asked, 1 the service broke, 2 it could not start."""
    from gateway.wiring.serve import serve

    sys.exit(serve(settings_of(settings_file).file, process))
