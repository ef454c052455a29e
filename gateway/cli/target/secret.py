"""`sekisho target secret NAME`: vault another password or key for a target; it is never shown again (R-14)."""

from pathlib import Path
from typing import Final

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.cli.target.add import secret_of
from gateway.cli.target.list import plain
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text
from gateway.wiring.office_targets import set_secret, target_named

_MISSING: Final = Text(
    ja="vaulted-key の接続先には --secret-file が必要で、certificate の接続先には認証情報はありません。",
    en="A vaulted-key target needs --secret-file; a certificate target has no secret.",
)


@click.command("secret", help="保管するパスワードまたは鍵を入れ替える / Vault another password or key.")
@click.argument("name")
@click.option("--secret-file", type=click.Path(path_type=Path), help="保管する秘密鍵のファイル / private key to vault")
@settings_option
@json_option
@person_options
@ending
def command(*, name: str, secret_file: Path | None, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of an administrator; a password is asked without echo, or read from standard input."""
    with entered(settings_file, asking) as office:
        secret = secret_of(target_named(office, name).login, secret_file, asking)
        if secret is None:
            raise CallRefused("target.secret", _MISSING)
        target = set_secret(office, name, secret)
    if as_json:
        say_json({"target": plain(target)})
        return
    say(f"保管しました / Vaulted: {target.name}")
