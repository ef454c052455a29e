"""`sekisho client end CODE`: ask that a client's contract be ended and its keys destroyed; another confirms it (R-85)."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.wiring.office_contracts import ask_end


@click.command(
    "end", help="契約終了を申請する（鍵の消去、2 名） / Ask that a contract be ended; its keys are destroyed."
)
@click.argument("code")
@click.option("--reason", required=True, help="理由 / why")
@settings_option
@json_option
@person_options
@ending
def command(*, code: str, reason: str, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Ask in the name of an administrator."""
    with entered(settings_file, asking) as office:
        proposal = ask_end(office, code, reason)
    if as_json:
        say_json({"proposal": proposal})
        return
    say(f"申請しました（まだ何も消去していません） / Asked for; nothing is destroyed yet: {proposal}")
    say("別の管理者が確認すると、鍵は消去され、元に戻せません。 / Once another confirms it, keys are gone for good:")
    say(f"  sekisho change show {proposal}")
    say(f"  sekisho change confirm {proposal}")
    say(f"  sekisho client certificate {code}")
