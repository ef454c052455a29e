"""`sekisho recording export ID --asciicast FILE|-`: a copy, for a named auditor with a purpose; the journal keeps its hash."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.escaping import shown
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say_json
from gateway.cli.purposes import purpose_of, purpose_option
from gateway.recording.events import Viewing
from gateway.wiring.office_recordings import exported, viewed


@click.command("export", help="録画を asciicast v3 で書き出す / Export a recording as asciicast v3.")
@click.argument("recording")
@click.option(
    "--asciicast", "file", required=True, help="書き出すファイル、または - / a new file, or - for standard output"
)
@purpose_option
@settings_option
@json_option
@person_options
@ending
def command(
    *,
    recording: str,
    file: str,
    purpose: str | None,
    settings_file: Path | None,
    as_json: bool,
    asking: Asking,
) -> None:
    """Verify, journal, then write."""
    why = purpose_of(purpose, settings_file, asking)
    with (
        entered(settings_file, asking) as office,
        viewed(office, recording, Viewing.EXPORT, why) as reading,
        _opened(file) as out,
    ):
        size = sum(out.write(line) for line in exported(office, reading, why))
    if as_json and file != "-":
        say_json({"recording": recording, "file": file, "bytes": size})
    elif file != "-":
        click.echo(f"書き出しました / Exported: {shown(file)} ({size} bytes)")


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    """Standard output, or a new file that its maker alone may read; removed again if anything fails. Raises OSError."""
    if file == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            yield out
    except BaseException:
        Path(file).unlink(missing_ok=True)
        raise
