"""`sekisho audit verify [DIR] [--witness DIR]`: nothing about the past changed unnoticed.

With DIR an exported folder is verified offline, with nothing but the folder. Without it the journal where it lies: database
and public keys, no service.
"""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import click

from gateway.audit.report import Outcome, Report, WitnessAgreement
from gateway.cli.ending import Status, ending, leave
from gateway.cli.entering import visitor
from gateway.cli.escaping import shown
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import NOTHING, facts, japan, say, say_json
from gateway.vocabulary.clock import SystemClock

_WORD: Final = {
    Outcome.HOLDS: "監査ログは一致します / The journal holds.",
    Outcome.DOES_NOT_HOLD: "監査ログが一致しません / The journal does not hold.",
    Outcome.COULD_NOT_BE_CHECKED: "確認できませんでした / It could not be checked.",
}
_STAMP: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}Z")  # as audit.witness names its files
_FORMAT: Final = "%Y-%m-%dT%H%M%SZ"
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command("verify", help="監査ログを検証する / Verify the journal, or an exported folder.")
@click.argument("directory", required=False, type=_FOLDER)
@click.option("--witness", type=_FOLDER, help="立会人の控えのフォルダ / folder of checkpoints somebody else kept")
@settings_option
@json_option
@ending
def command(directory: Path | None, witness: Path | None, settings_file: Path | None, as_json: bool) -> None:
    """Verify; the exit status is the outcome."""
    report = _folder(directory, witness) if directory is not None else _database(settings_file, witness)
    tell(report, as_json)
    leave(Status(report.outcome))


def _folder(directory: Path, witness: Path | None) -> Report:
    from gateway.audit.verify_export import verify_export
    from gateway.audit.witness import FolderWitness

    held = None if witness is None else FolderWitness(witness)
    return verify_export(directory, now=SystemClock().now(), witness=held)


def _database(settings_file: Path | None, witness: Path | None) -> Report:
    from gateway.wiring.office_journal import verify_database

    with visitor(settings_file) as office:
        return verify_database(office, witness=witness)


def tell(report: Report, as_json: bool) -> None:
    """The report, for people or machines."""
    if as_json:
        say_json(report.as_data())
        return
    say(_WORD[report.outcome])
    for finding in report.findings:
        say(f"・{shown(finding.text().ja)}\n  {shown(finding.text().en)}")
    if report.left_out:
        say(f"・ほか {report.left_out} 件 / and {report.left_out} more")
    for text in report.unchecked:
        say(f"・{shown(text.ja)}\n  {shown(text.en)}")
    age = report.tail.age_seconds
    facts(
        (
            ("記録 / entries", report.entries),
            ("木の大きさ / tree size", report.size),
            ("ルート / root", None if report.root is None else report.root.hex()),
            ("チェックポイント / checkpoints", f"{report.checkpoints}（最後 / last: {report.last_checkpoint}）"),
            (
                "未署名の末尾 / unsigned tail",
                f"{report.tail.count}" + ("" if age is None else f"（{timedelta(seconds=int(age))}）"),
            ),
            ("立会人との一致 / witness agrees", _agreement(report)),
            ("検証鍵 / verifier key", report.key),
        )
    )


def _agreement(report: Report) -> str:
    if report.witness is None:
        return "照合していません（--witness） / not compared (--witness)"
    found = report.witness
    if not found.agreed:
        return f"0/{found.compared}"
    return (
        f"{found.agreed}/{found.compared}（{found.agreed_size} 件まで / entries; {_received(found)} 受領 / received）"
    )


def _received(found: WitnessAgreement) -> str:
    """When the last checkpoint that agrees was received, in Japan time; only the day where its file's name says no more."""
    stamp = _STAMP.search(found.agreed_file)
    if stamp is None:
        return f"{found.agreed_day or NOTHING} UTC"
    return japan(datetime.strptime(stamp[0], _FORMAT).replace(tzinfo=UTC))
