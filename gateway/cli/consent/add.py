"""`sekisho consent add`: a written consent to sub-outsourcing. The paper stays where it is; its SHA-256 is kept."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.wiring.office_clients import Paper, add_consent, employer_named

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("add", help="書面の承諾を登録する / Register a written consent.")
@click.option("--client", required=True, help="委託元の番号 / the client's code")
@click.option("--employer", required=True, help="再委託先の番号または名称 / the sub-processor's id or name")
@click.option("--memorandum", required=True, help="覚書の版 / version of the memorandum")
@click.option("--dated", type=_DAY, required=True, help="書面の日付 / the paper's date")
@click.option("--scope", required=True, help="再委託の範囲 / what may be sub-outsourced")
@click.option("--from", "valid_from", type=_DAY, required=True, help="開始日 / first day")
@click.option("--until", "valid_until", type=_DAY, required=True, help="終了日 / last day")
@click.option("--document", required=True, help="書面の文書番号・保管場所 / the paper's reference")
@click.option(
    "--paper",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="書面のファイル（SHA-256 を計算する） / file of the paper, whose SHA-256 is taken",
)
@click.option("--sha256", "digest", help="書面の SHA-256（16 進） / or the SHA-256 itself")
@settings_option
@json_option
@person_options
@ending
def command(*, settings_file: Path | None, as_json: bool, asking: Asking, **given: Any) -> None:
    """Do it in the name of an administrator."""
    with entered(settings_file, asking) as office:
        employer = employer_named(office, given["employer"])
        consent = add_consent(
            office,
            Paper(
                client=given["client"],
                employer=employer.id,
                memorandum=given["memorandum"],
                dated=_day(given["dated"]),
                scope=given["scope"],
                valid_from=_day(given["valid_from"]),
                valid_until=_day(given["valid_until"]),
                document=given["document"],
                sha256=_digest(given["paper"], given["digest"]),
            ),
        )
    if as_json:
        say_json({"consent": {"id": consent.id, "client": consent.client, "employer": consent.employer}})
        return
    say(f"登録しました / Registered: {consent.id}")


def _day(moment: datetime) -> Any:
    return moment.date()


def _digest(paper: Path | None, digest: str | None) -> str:
    """Of the file where one is given; a wrong or missing one is refused where the form is judged."""
    if paper is None:
        return digest or ""
    with paper.open("rb") as file:
        found = sha256()
        while chunk := file.read(1 << 20):
            found.update(chunk)
    return found.hexdigest()
