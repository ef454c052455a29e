"""`sekisho audit proof SEQ`: one entry with its path to a signed root, as one JSON document; `--check FILE` verifies one."""

import os
from pathlib import Path

import click

from gateway.audit.entry_proof import DOCUMENT_BYTES_MAX, verify_proof
from gateway.cli.ending import Status, ending, leave
from gateway.cli.entering import visitor
from gateway.cli.escaping import shown
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import facts, say, say_both, say_json


@click.command("proof", help="1 件の記録を証明する / Prove that one entry is in the signed journal.")
@click.argument("seq", type=click.IntRange(min=0), required=False)
@click.option("--output", type=click.Path(path_type=Path), help="新しいファイルに書く / write it to a new file")
@click.option("--check", type=click.Path(path_type=Path), help="証明ファイルを検証する（設定不要） / verify a document")
@settings_option
@json_option
@ending
def command(
    seq: int | None, output: Path | None, check: Path | None, settings_file: Path | None, as_json: bool
) -> None:
    """Make one, or check one."""
    if (seq is None) is (check is None):
        raise click.UsageError("番号か --check のどちらか一方を指定してください / give SEQ, or --check FILE")
    if check is not None:
        _check(check, as_json)
    elif seq is not None:
        _make(seq, output, settings_file)


def _make(seq: int, output: Path | None, settings_file: Path | None) -> None:
    from gateway.wiring.office_journal import proof

    with visitor(settings_file) as office:
        document = proof(office, seq)
    if output is None:
        click.echo(document, nl=False)
        return
    with os.fdopen(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "wb") as file:
        file.write(document)
    say(f"書き出しました / Written: {shown(output)}")


def _check(file: Path, as_json: bool) -> None:
    with file.open("rb") as opened:
        found = verify_proof(opened.read(DOCUMENT_BYTES_MAX + 1))
    if as_json:
        say_json(found.as_data())
    else:
        say_both(found.text)
        entry = found.entry
        facts(
            (
                ("記録 / entry", None if entry is None else f"{entry.seq} {entry.at} {entry.kind}"),
                ("木の大きさ / tree size", found.size),
                ("検証鍵 / verifier key", found.key),
            )
        )
    leave(Status(found.outcome))
