"""`sekisho terminal add NAME --key FILE`. A terminal's key is never a person's key (R-18)."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.escaping import shown
from gateway.cli.key_files import key_of
from gateway.cli.options import Asking, json_option, person_options, settings_option, words
from gateway.cli.printing import say, say_json
from gateway.cli.terminal.certificate_file import pem_of
from gateway.cli.terminal.list import plain
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.terminal import Terminal, TerminalKind
from gateway.wiring.office_parties import employer_id
from gateway.wiring.office_register import add_terminal


@click.command("add", help="保守端末を登録する / Register a maintenance terminal.")
@click.argument("name")
@click.option(
    "--key", "key_file", type=click.Path(path_type=Path), required=True, help="端末の公開鍵ファイル / public key"
)
@click.option("--site", required=True, help="設置場所 / where it stands")
@click.option("--owner", required=True, help="管理する委託先の番号か名称 / id or name of the employer that keeps it")
@click.option(
    "--kind",
    type=words(TerminalKind),
    default=TerminalKind.ORDINARY.value,
    show_default=True,
    help="端末区分: 保守・書き出し専用・外部送信用 / what it is set apart for",
)
@click.option(
    "--certificate",
    "certificate_file",
    type=click.Path(path_type=Path),
    help="データベース接続用の証明書 (PEM) / X.509 certificate for the database door",
)
@settings_option
@json_option
@person_options
@ending
def command(
    *,
    name: str,
    key_file: Path,
    site: str,
    owner: str,
    kind: str,
    certificate_file: Path | None,
    settings_file: Path | None,
    as_json: bool,
    asking: Asking,
) -> None:
    """Do it in the name of an administrator."""
    key = key_of(key_file, name)
    with entered(settings_file, asking) as office:
        terminal = Terminal(
            id=new_identifier("T", office.clock.now()),
            name=name,
            site=site,
            owner=employer_id(office, owner),
            public_key=key.blob,
            standing=Standing.ACTIVE,
            kind=TerminalKind(kind),
            certificate=None if certificate_file is None else pem_of(office, certificate_file).der,
        )
        add_terminal(office, terminal)
    if as_json:
        say_json({"terminal": plain(terminal)})
        return
    say(f"登録しました / Registered: {shown(name)} ({terminal.id})")
