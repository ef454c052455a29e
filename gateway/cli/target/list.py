"""`sekisho target list`."""

from pathlib import Path
from typing import Any

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.headings import WITH_DATA, WITHOUT_DATA, word
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import say_json, table
from gateway.crypto.server_certificate import ServerCertificate
from gateway.vocabulary.target import Protocol, RiskEntry, Target
from gateway.wiring.office_pins import certificates, prints


def plain(target: Target) -> dict[str, Any]:
    """The target as JSON values."""
    free = target.free
    return {
        "id": target.id,
        "name": target.name,
        "protocol": target.protocol,
        "address": target.address,
        "port": target.port,
        "host_keys": prints(target) if target.protocol is Protocol.SSH else [],
        "certificates": [plain_certificate(each) for each in certificates(target)],
        "accounts": list(target.accounts),
        "login": target.login,
        "clients": list(target.clients),
        "encoding": target.encoding,
        "free_of_personal_data": None if free is None else {"declared_by": free.declared_by, "until": free.until},
        "drop_folder": target.drop_folder,
        "management": target.management,
        "standing": target.standing,
        "risk": None if target.risk is None else _risk(target.risk),
    }


def plain_certificate(found: ServerCertificate) -> dict[str, Any]:
    """A server certificate as JSON values; `sha256` as openssl prints it."""
    return {
        "sha256": found.print,
        "subject": found.subject,
        "issuer": found.issuer,
        "key": found.key,
        "valid_from": found.valid_from,
        "valid_until": found.valid_until,
    }


def _risk(risk: RiskEntry) -> dict[str, Any]:
    return {
        "owner": risk.owner,
        "importance": risk.importance,
        "people": risk.people,
        "risk": risk.risk,
        "measure": risk.measure,
        "review_on": risk.review_on,
    }


@click.command("list", help="接続先の一覧 / List the targets.")
@settings_option
@json_option
@ending
def command(settings_file: Path | None, as_json: bool) -> None:
    """List them by name."""
    with visitor(settings_file) as office:
        found = office.lists.targets()
    if as_json:
        say_json({"targets": [plain(each) for each in found]})
        return
    heads = ("名前", "方式", "アドレス", "アカウント", "個人データ", "状態")
    table(
        heads,
        (
            (
                each.name,
                each.protocol,
                f"{each.address}:{each.port}",
                ",".join(each.accounts),
                WITH_DATA if each.free is None else f"{WITHOUT_DATA} ({each.free.until})",
                word(each.standing),
            )
            for each in found
        ),
    )
