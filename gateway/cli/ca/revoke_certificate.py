"""`sekisho ca revoke-certificate --ca NAME --serial N | --key-id ID`: these certificates are taken no more."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.escaping import shown
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.wiring.office_authorities import revoke_certificate

SERIAL_MAX = 2**64 - 1


@click.command("revoke-certificate", help="利用者証明書を失効させる（元に戻せません） / Revoke a user certificate.")
@click.option("--ca", "authority", required=True, help="認証局の名前 / the authority's name")
@click.option("--serial", type=click.IntRange(0, SERIAL_MAX), help="証明書のシリアル番号 / its serial")
@click.option("--key-id", help="証明書の鍵 ID / its key id")
@settings_option
@json_option
@person_options
@ending
def command(
    *,
    authority: str,
    serial: int | None,
    key_id: str | None,
    settings_file: Path | None,
    as_json: bool,
    asking: Asking,
) -> None:
    """Do it in the name of an administrator."""
    if (serial is None) is (key_id is None):
        raise click.UsageError("--serial と --key-id のどちらか一方を指定 / give one of --serial and --key-id")
    with entered(settings_file, asking) as office:
        revoke_certificate(office, authority, serial=serial, key_id=key_id)
    if as_json:
        say_json({"ca": {"name": authority, "serial": serial, "key_id": key_id, "revoked": True}})
        return
    say(f"失効させました / Revoked: {shown(authority)} {shown(str(serial) if key_id is None else key_id)}")
