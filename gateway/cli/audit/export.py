"""`sekisho audit export DIR`: a self-contained folder that verifies offline, made in a person's name."""

from pathlib import Path

import click

from gateway.audit.report import Outcome
from gateway.cli.audit.verify import tell
from gateway.cli.ending import Status, ending, leave
from gateway.cli.entering import entered
from gateway.cli.escaping import shown
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say
from gateway.cli.purposes import purpose_of, purpose_option


@click.command("export", help="監査ログを書き出す / Export the journal into an empty or new folder.")
@click.argument("directory", type=click.Path(path_type=Path))
@purpose_option
@settings_option
@json_option
@person_options
@ending
def command(directory: Path, purpose: str | None, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Verify, write, journal."""
    from gateway.wiring.office_journal import export

    why = purpose_of(purpose, settings_file, asking)
    with entered(settings_file, asking) as office:
        report = export(office, directory, why)
    tell(report, as_json)
    if report.outcome is Outcome.HOLDS and not as_json:
        say(f"書き出しました / Exported: {shown(directory)}")
    leave(Status(report.outcome))
