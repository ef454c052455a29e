"""`sekisho serve [keeper|registrar|gateway|worker]`."""

import sys
from pathlib import Path

import click

from gateway.settings.reading import SettingsRefused
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring import serve as processes


@click.command("serve", help="すべての、または一つのプロセスを動かす。 / Run all processes, or one.")
@click.argument("process", required=False)
@click.option("--settings", type=click.Path(path_type=Path), envvar="SEKISHO_SETTINGS", required=True)
def serve(process: str | None, settings: Path) -> None:
    """Exit status: 0 stopped as asked, 1 the service broke, 2 it could not start."""
    try:
        sys.exit(processes.serve(settings, process))
    except (SettingsRefused, GatewayFault) as refused:
        click.echo(f"起動できません。 / Cannot start.\n{refused}", err=True)
        sys.exit(2)
