"""`sekisho target certificate NAME`: what certificate a PostgreSQL server shows now, and asking that it be pinned.

Nobody pins one alone: with --ask another administrator has to confirm it, having compared it with what whoever runs the database
says (R-16). Without --ask it only shows; exit status 1 means that the target shows another certificate than the pinned ones.
"""

from pathlib import Path
from typing import Any

import click

from gateway.cli.change.asked import tell_asked
from gateway.cli.ending import Status, ending, leave
from gateway.cli.entering import entered, visitor
from gateway.cli.escaping import shown
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import japan, say, say_json, table
from gateway.cli.target.certificate_files import certificate_in
from gateway.cli.target.list import plain_certificate
from gateway.crypto.server_certificate import ServerCertificate
from gateway.vocabulary.target import Protocol, Target
from gateway.wiring.office_pins import ask_pins, certificate_to_pin, certificates, require_protocol, shown_pins
from gateway.wiring.office_targets import target_named


@click.command(
    "certificate",
    help="サーバー証明書を取得し、登録を申請する / Fetch the server certificate and ask that it be pinned.",
)
@click.argument("name")
@click.option(
    "--ask", is_flag=True, help="登録を申請する（別の管理者が確認） / ask that it be pinned (another confirms)"
)
@click.option(
    "--keep",
    is_flag=True,
    help="登録済みの証明書も残す（更新のとき） / keep the pinned ones beside it (while it is renewed)",
)
@click.option(
    "--file",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="接続せず、PEM ファイルから / take it from a PEM file instead of the network",
)
@settings_option
@json_option
@person_options
@ending
def command(
    *,
    name: str,
    ask: bool,
    keep: bool,
    files: tuple[Path, ...],
    settings_file: Path | None,
    as_json: bool,
    asking: Asking,
) -> None:
    """Show it to anybody; ask in the name of an administrator."""
    with entered(settings_file, asking) if ask else visitor(settings_file) as office:
        target = target_named(office, name)
        require_protocol(target, Protocol.POSTGRESQL)
        ders = tuple(map(certificate_in, files)) or shown_pins(target, Protocol.POSTGRESQL)
        found = tuple(certificate_to_pin(office, der) for der in ders)
        kept = target.host_keys if keep else ()
        wanted = tuple(dict.fromkeys([*kept, *(each.der for each in found)]))
        proposal = ask_pins(office, target, wanted) if ask else None
    _tell(target, found, proposal, as_json)
    if proposal is None and not {each.der for each in found} & set(target.host_keys):
        leave(Status.NOT_SO)


def _tell(target: Target, found: tuple[ServerCertificate, ...], proposal: str | None, as_json: bool) -> None:
    if as_json:
        told: dict[str, Any] = {
            "target": target.name,
            "pinned": [plain_certificate(each) for each in certificates(target)],
            "shown": [plain_certificate(each) for each in found],
        }
        say_json(told if proposal is None else {**told, "change": proposal})
        return
    table(
        ("サーバー証明書の SHA-256", "主体者", "有効期間", "登録"),
        (
            (
                each.print,
                shown(each.subject),
                f"{japan(each.valid_from)} – {japan(each.valid_until)}",
                "登録済み / pinned" if each.der in target.host_keys else "未登録 / not pinned",
            )
            for each in found
        ),
    )
    if proposal is not None:
        say("接続先の管理者に openssl x509 -noout -fingerprint -sha256 の結果を確認してください。")
        say("Compare it with what whoever runs the target reads from: openssl x509 -noout -fingerprint -sha256")
        tell_asked(proposal)
