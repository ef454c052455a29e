"""`sekisho consent list`: the ledger of written consents to sub-outsourcing (再委託承諾台帳)."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.options import json_option, settings_option, words
from gateway.cli.printing import say_json, table
from gateway.wiring.office_clients import SOON_DAYS, Validity, employer_named, today, validity
from gateway.wiring.office_reading import ConsentFilter, ConsentLine, Stands

SAID: Final = {
    Validity.IN_FORCE: "有効 / in force",
    Validity.NOT_YET: "開始前 / not yet",
    Validity.EXPIRED: "期限切れ / expired",
    Validity.ENDED: "終了 / ended",
}


def plain(line: ConsentLine, day: date) -> dict[str, Any]:
    """The consent as JSON values."""
    consent = line.consent
    return {
        "id": consent.id,
        "client": consent.client,
        "employer": consent.employer,
        "memorandum": consent.memorandum,
        "dated": consent.dated,
        "scope": consent.scope,
        "valid_from": consent.valid_from,
        "valid_until": consent.valid_until,
        "document": consent.document,
        "sha256": consent.sha256,
        "registered_by": consent.registered_by,
        "registered_at": consent.registered_at,
        "ended_at": consent.ended_at,
        "end_reason": consent.end_reason,
        "validity": validity(consent, day),
    }


def tell(lines: Sequence[ConsentLine], day: date) -> None:
    """The ledger as a table."""
    heads = ("番号", "委託元", "再委託先", "覚書", "期間", "状態")
    table(
        heads,
        (
            (
                line.consent.id,
                f"{line.consent.client} {line.client_name}",
                line.employer_name,
                line.consent.memorandum,
                f"{line.consent.valid_from} - {line.consent.valid_until}",
                SAID[validity(line.consent, day)],
            )
            for line in lines
        ),
    )


@click.command("list", help="再委託承諾台帳 / List the written consents.")
@click.option("--client", help="委託元の番号 / of one client")
@click.option("--employer", help="再委託先の番号または名称 / for one employer")
@click.option("--stands", type=words(Stands), help="状態 / only those that stand so")
@settings_option
@json_option
@ending
def command(
    *, client: str | None, employer: str | None, stands: str | None, settings_file: Path | None, as_json: bool
) -> None:
    """List them by client."""
    with visitor(settings_file) as office:
        day = today(office)
        wanted = ConsentFilter(
            client=client,
            employer=None if employer is None else employer_named(office, employer).id,
            stands=None if stands is None else Stands(stands),
            day=day,
            soon=day + timedelta(days=SOON_DAYS),
        )
        lines, _ = office.lists.consents(wanted)
    if as_json:
        say_json({"consents": [plain(line, day) for line in lines]})
        return
    tell(lines, day)
