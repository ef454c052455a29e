"""`sekisho employer change ID`: name and contract at once; its kind when another administrator has confirmed it (R-28)."""

from dataclasses import replace
from pathlib import Path

import click

from gateway.cli.change.asked import tell_asked
from gateway.cli.employer.contract import Contract, contract_options
from gateway.cli.employer.list import plain
from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.escaping import shown
from gateway.cli.options import Asking, json_option, person_options, require_some, settings_option
from gateway.cli.printing import say, say_json
from gateway.vocabulary.identity import EMPLOYER_KINDS
from gateway.wiring.office_employers import change_employer, employer_named


@click.command("change", help="委託先の登録を変更する / Change an employer.")
@click.argument("employer")
@click.option("--name", help="新しい名称 / its new name")
@click.option(
    "--kind",
    type=click.Choice(EMPLOYER_KINDS),
    help="種別（別の管理者の確認が必要） / kind (another administrator confirms)",
)
@contract_options
@settings_option
@json_option
@person_options
@ending
def command(
    *,
    employer: str,
    name: str | None,
    kind: str | None,
    contract: Contract,
    settings_file: Path | None,
    as_json: bool,
    asking: Asking,
) -> None:
    """Do it in the name of an administrator. EMPLOYER is an id or a name."""
    require_some({"name": name, "kind": kind, **{part: getattr(contract, part) for part in ("number", "start", "end")}})
    with entered(settings_file, asking) as office:
        before = employer_named(office, employer)
        after = replace(
            before,
            name=name or before.name,
            kind=kind or before.kind,
            contract_number=contract.number or before.contract_number,
            contract_start=contract.start or before.contract_start,
            contract_end=contract.end or before.contract_end,
        )
        proposal = change_employer(office, before, after)
    if as_json:
        told = {"employer": plain(after)}
        say_json(told if proposal is None else {**told, "change": proposal})
    elif proposal is None:
        say(f"変更しました / Changed: {shown(after.name)}")
    else:
        tell_asked(proposal)
