"""`sekisho policy explain`: would this person get in now, and why? Decides like the gateway does, and opens nothing.

Person, terminal and target are the registered ones; the factors are taken as proved just now. The order is the one the
gateway would choose, or --order. With --command, also what the command gate would make of that line, and who may list it.
With --column it says instead what one column of a database is taken for (explained_column.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import click

from gateway.authorization.choose import choose
from gateway.authorization.columns.explaining import explain_budget, explain_columns, explain_shell_budget
from gateway.authorization.commands.explaining import NO_PURPOSE, answer_line, explain_line
from gateway.authorization.commands.invocation import Invocation
from gateway.authorization.decide import decide
from gateway.authorization.decision import Permit
from gateway.authorization.explain import explain
from gateway.authorization.policy import Policy
from gateway.authorization.request import Capability, Factor, Request
from gateway.cli.ending import Status, ending, leave
from gateway.cli.entering import visitor
from gateway.cli.moments import MOMENT
from gateway.cli.options import json_option, settings_option, words
from gateway.cli.policy import explained_column
from gateway.cli.printing import say, say_both, say_json
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.identity import Person, Standing
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.target import Protocol, Target
from gateway.vocabulary.terminal import Terminal
from gateway.wiring.office import Office
from gateway.wiring.office_keys import account as account_of
from gateway.wiring.office_reading import OrderFilter, PersonLine
from gateway.wiring.office_targets import target_named
from gateway.wiring.office_texts import absent

PROVED = frozenset({Factor.TERMINAL_KEY, Factor.PERSON_KEY, Factor.CODE})


@click.command("explain", help="許可・不許可の理由を示す / Say why a request would be permitted or refused.")
@click.argument("username", required=False)
@click.argument("target", required=False)
@click.option(
    "--column", help="データベースの列（スキーマ.表.列）の扱い / a database's column instead: schema.table.column"
)
@click.option("--target", "database_target", help="--column の接続先 / the target of --column")
@click.option(
    "--database", help="--column のデータベース（既定: 分類済みのすべて） / of --column (default: all classified)"
)
@click.option("--account", help="アカウント（既定: 最初の一つ） / account (default: the first)")
@click.option("--terminal", help="保守端末の名前（既定: 有効な端末） / terminal (default: any in service)")
@click.option(
    "--capability",
    type=words(Capability),
    help="操作（既定: shell、データベースは query） / what is asked for (default: shell; query for a database)",
)
@click.option("--order", help="作業申請の番号 / an order")
@click.option("--command", "line", help="コマンド一覧で判定する1行 / a line to be judged by the listed commands")
@click.option("--at", type=MOMENT, default="now", help="時刻（日本時間） / moment")
@settings_option
@json_option
@ending
def command(*, settings_file: Path | None, as_json: bool, **asked: Any) -> None:
    """Exit status 0 permitted, 1 refused."""
    if asked["column"] is not None:
        _require(asked, "database_target", "--target")
        explained_column.explain(
            settings_file, asked["database_target"], asked["column"], database=asked["database"], as_json=as_json
        )
        return
    _require(asked, "username", "USERNAME")
    _require(asked, "target", "TARGET")
    with visitor(settings_file) as office:
        request = _request(office, asked, asked["at"](office.clock))
        lines, decision = explain(request, office.policy), decide(request, office.policy)
        lines = (*lines, *_disclosure(request, office.policy))
        judged = _Judged.of(asked["line"], request, office.policy)
    permitted = isinstance(decision, Permit) and judged.runs
    if as_json:
        said = [{"ja": line.ja, "en": line.en} for line in (*lines, *judged.lines)]
        say_json({"permitted": permitted, "rules": _rules(decision), "explanation": said, **judged.facts})
    else:
        for line in (*lines, *judged.lines):
            say_both(line)
        say()
    leave(Status.DONE if permitted else Status.NOT_SO)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """What came of --command: does it run, in words, and for a program; nothing to say where none was given."""

    runs: bool = True
    lines: tuple[Text, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, line: str | None, request: Request, policy: Policy) -> Self:
        if line is None:
            return cls()
        purpose = NO_PURPOSE if request.order is None else request.order.purpose
        answer = answer_line(line, policy.commands, purpose, request.target.name)
        found, listed = answer.found, answer.listed
        runs = isinstance(found, Invocation)
        facts = {
            "runs": runs,
            "why": None if isinstance(found, Invocation) else found.why.value,
            "vector": list(found.vector()) if isinstance(found, Invocation) else None,
            "privileged": found.command.privileged if isinstance(found, Invocation) else None,
            "list": None if listed is None else listed.list_id,
            "file": None if listed is None else f"policies/{listed.file}",
            "purposes": list(answer.purposes),
        }
        lines = explain_line(line, policy.commands, purpose, request.target.name)
        return cls(runs=runs, lines=lines, facts={"command": facts})


def _disclosure(request: Request, policy: Policy) -> tuple[Text, ...]:
    """How many people's data may be shown at most, and which columns of a database in clear."""
    purpose = NO_PURPOSE if request.order is None else request.order.purpose
    target_class = None if request.target.risk is None else request.target.risk.importance
    if request.target.protocol is Protocol.POSTGRESQL:
        columns = explain_columns(policy.columns, request.target.name)
        return (*columns, *explain_budget(policy.budgets, purpose, target_class))
    if request.capability in (Capability.SHELL, Capability.COMMANDS):
        return (explain_shell_budget(policy.budgets, purpose, target_class),)
    return ()


def _require(asked: Mapping[str, Any], name: str, hint: str) -> None:
    if asked[name] is None:
        raise click.MissingParameter(param_hint=hint, param_type="parameter")


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
        capability=_capability(asked, target),
        order=None,
        factors=PROVED,
        proved_at=now,
        now=now,
    )
    orders = [line.order for line in office.lists.orders(OrderFilter(person=asked["username"]))]
    if asked["order"] is not None:
        orders = [order for order in orders if order.id == asked["order"]]
    return replace(request, order=choose(orders, request, office.policy))


def _capability(asked: dict[str, Any], target: Target) -> Capability:
    if asked["line"] is not None:
        return Capability.COMMANDS
    usual = Capability.QUERY if target.protocol is Protocol.POSTGRESQL else Capability.SHELL
    return Capability(asked["capability"] or usual)


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
