"""`sekisho employer add NAME`: who employs people (委託先, 再委託先). The first one may be made before anybody is registered."""

from pathlib import Path

import click

from gateway.cli.employer.contract import Contract, contract_options
from gateway.cli.employer.list import plain
from gateway.cli.ending import ending
from gateway.cli.entering import beginning
from gateway.cli.escaping import shown
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.identity import EMPLOYER_KINDS, Employer
from gateway.wiring.office_employers import add_employer


@click.command("add", help="委託先を登録する / Register an employer.")
@click.argument("name")
@click.option("--kind", type=click.Choice(EMPLOYER_KINDS), default="processor", show_default=True, help="種別 / kind")
@contract_options
@settings_option
@json_option
@person_options
@ending
def command(
    *, name: str, kind: str, contract: Contract, settings_file: Path | None, as_json: bool, asking: Asking
) -> None:
    """Do it in the name of an administrator."""
    with beginning(settings_file, asking) as office:
        employer = Employer(
            id=new_identifier("E", office.clock.now()),
            name=name,
            kind=kind,
            contract_number=contract.number,
            contract_start=contract.start,
            contract_end=contract.end,
        )
        add_employer(office, employer)
    if as_json:
        say_json({"employer": plain(employer)})
        return
    say(f"登録しました / Registered: {shown(name)} ({employer.id})")
