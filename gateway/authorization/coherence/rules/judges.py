"""Orders need approvals while those who need them may give them (R-22, R-26)."""

from collections.abc import Iterator

from gateway.authorization.coherence.circumstances import Circumstances
from gateway.authorization.coherence.incoherence import Incoherence, Named, named
from gateway.authorization.coherence.table import Table
from gateway.authorization.coherence.twists import INTERACTIVE
from gateway.authorization.roles import FILE, Permission
from gateway.authorization.rule import Rule
from gateway.vocabulary.identity import Role
from gateway.vocabulary.outcome import Text

_APART = (Role.ENGINEER, Role.ADMINISTRATOR)
_LEAK = Text(
    ja="保守担当者どうし、または登録の担当者が作業申請を承認し合い、管理監督者の知らないうちに接続できます。",
    en="engineers approve one another's orders, or administrators do, and no supervisor knows of it.",
)


def look(table: Table) -> Iterator[Incoherence]:
    """A role that works or registers and may judge orders as well."""
    for role in _APART:
        if Permission.ORDER_JUDGE in table.policy.roles.may[role]:
            title = Text(ja=f"{table.policy.roles.names[role].ja}に申請の承認を認める", en=f"{role}s may judge orders")
            mend = Text(
                ja=f"[{role}] の may から order.judge を除いてください。",
                en=f"Take order.judge out of may of [{role}].",
            )
            hole = Named(id=f"{role}.may", file=FILE, title=title)
            for limit in _approvals_rules(table):
                yield Incoherence(limit=named(limit), hole=hole, leak=_LEAK, mend=mend)


def _approvals_rules(table: Table) -> tuple[Rule, ...]:
    return table.rules(table.ask(Circumstances(capability=INTERACTIVE[0], personal=True, approvals=0)).forbids)
