"""`sekisho terminal change NAME`: its name, site, keeper, kind or certificate; its key stays (another is another terminal)."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.escaping import shown
from gateway.cli.options import Asking, json_option, person_options, require_some, settings_option, words
from gateway.cli.printing import say, say_json
from gateway.cli.terminal.certificate_file import pem_of
from gateway.cli.terminal.list import plain
from gateway.vocabulary.terminal import TerminalKind
from gateway.wiring.office import Office
from gateway.wiring.office_register import TerminalWish, change_terminal


@click.command("change", help="登録内容を変更する / Change a terminal.")
@click.argument("name")
@click.option("--name", "new_name", help="新しい名前 / its new name")
@click.option("--site", help="設置場所 / where it stands")
@click.option("--owner", help="管理する委託先の番号か名称 / id or name of the employer that keeps it")
@click.option("--kind", type=words(TerminalKind), help="端末区分 / what it is set apart for")
@click.option(
    "--certificate",
    type=click.Path(path_type=Path, allow_dash=True),
    help="データベース接続用の証明書 (PEM)、- で外す / X.509 certificate for the database door, - takes it away",
)
@settings_option
@json_option
@person_options
@ending
def command(
    *,
    name: str,
    new_name: str | None,
    site: str | None,
    owner: str | None,
    kind: str | None,
    certificate: Path | None,
    settings_file: Path | None,
    as_json: bool,
    asking: Asking,
) -> None:
    """Do it in the name of an administrator."""
    require_some({"name": new_name, "site": site, "owner": owner, "kind": kind, "certificate": certificate})
    with entered(settings_file, asking) as office:
        wish = TerminalWish(
            name=new_name,
            site=site,
            owner=owner,
            kind=None if kind is None else TerminalKind(kind),
            certificate=None if certificate is None else _der(office, certificate),
        )
        terminal = change_terminal(office, name, wish)
    if as_json:
        say_json({"terminal": plain(terminal)})
        return
    say(f"変更しました / Changed: {shown(terminal.name)}")


def _der(office: Office, file: Path) -> bytes:
    return b"" if str(file) == "-" else pem_of(office, file).der
