"""`sekisho policy explain`: would this person get in now, and why? Decides like the gateway does, and opens nothing.

Person, terminal and target are the registered ones; the factors are taken as proved just now. The order is the one the
gateway would choose, or --order.
"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from gateway.authorization.choose import choose
from gateway.authorization.decide import decide
from gateway.authorization.decision import Permit
from gateway.authorization.explain import explain
from gateway.authorization.request import Capability, Factor, Request
from gateway.cli.ending import Status, ending, leave
from gateway.cli.entering import visitor
from gateway.cli.moments import MOMENT
from gateway.cli.options import json_option, settings_option, words
from gateway.cli.printing import say, say_both, say_json
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.identity import Person, Standing
from gateway.vocabulary.terminal import Terminal
from gateway.wiring.office import Office
from gateway.wiring.office_keys import account as account_of
from gateway.wiring.office_reading import OrderFilter, PersonLine
from gateway.wiring.office_targets import target_named
from gateway.wiring.office_texts import absent

PROVED = frozenset({Factor.TERMINAL_KEY, Factor.PERSON_KEY, Factor.CODE})


@click.command("explain", help="許可・不許可の理由を示す / Say why a request would be permitted or refused.")
@click.argument("username")
@click.argument("target")
@click.option("--account", help="アカウント（既定: 最初の一つ） / account (default: the first)")
@click.option("--terminal", help="保守端末の名前（既定: 有効な端末） / terminal (default: any in service)")
@click.option(
    "--capability",
    type=words(Capability),
    default=Capability.SHELL.value,
    show_default=True,
    help="操作 / what is asked for",
)
@click.option("--order", help="作業申請の番号 / an order")
@click.option("--at", type=MOMENT, default="now", help="時刻（日本時間） / moment")
@settings_option
@json_option
@ending
def command(*, settings_file: Path | None, as_json: bool, **asked: Any) -> None:
    """Exit status 0 permitted, 1 refused."""
    with visitor(settings_file) as office:
        request = _request(office, asked, asked["at"](office.clock))
        lines, decision = explain(request, office.policy), decide(request, office.policy)
    permitted = isinstance(decision, Permit)
    if as_json:
        said = [{"ja": line.ja, "en": line.en} for line in lines]
        say_json({"permitted": permitted, "rules": _rules(decision), "explanation": said})
    else:
        for line in lines:
            say_both(line)
        say()
    leave(Status.DONE if permitted else Status.NOT_SO)


def _rules(decision: Any) -> list[str]:
    return list(decision.reasons) if isinstance(decision, Permit) else [why.rule for why in decision.reasons]


def _request(office: Office, asked: dict[str, Any], now: datetime) -> Request:
    target = target_named(office, asked["target"])
    person = _person(account_of(office, asked["username"]))
    request = Request(
        person=person,
        chain=office.facts.chain(person.employer),
        terminal=_terminal(office, asked["terminal"]),
        target=target,
        account=asked["account"] or target.accounts[0],
        capability=Capability(asked["capability"]),
        order=None,
        factors=PROVED,
        proved_at=now,
        now=now,
    )
    orders = [line.order for line in office.lists.orders(OrderFilter(person=asked["username"]))]
    if asked["order"] is not None:
        orders = [order for order in orders if order.id == asked["order"]]
    return replace(request, order=choose(orders, request, office.policy))


def _person(line: PersonLine) -> Person:
    """The account without its personal fields: no decision looks at them."""
    return Person(
        id=line.id,
        username=line.username,
        name="",
        kana="",
        number="",
        employer=line.employer,
        engagement=line.engagement,
        agency=line.agency,
        contract_end=line.contract_end,
        roles=line.roles,
        language=line.language,
        standing=line.standing,
    )


def _terminal(office: Office, name: str | None) -> Terminal:
    registered = office.lists.terminals()
    if name is None:
        found = next((each for each in registered if each.standing is Standing.ACTIVE), None)
    else:
        found = next((each for each in registered if name in (each.name, each.id)), None)
    if found is None:
        raise CallRefused("terminal.absent", absent("端末", "terminal", name or "-", "terminal list"))
    return found
