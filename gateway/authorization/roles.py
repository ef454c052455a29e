"""Who may do what in the office: one matrix, role by permission (R-22). What is not in it is not permitted.

Who may *connect* to a target is not here: that is decided by the rules in policies/access.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from gateway.authorization.strict_table import StrictTable, toml_of
from gateway.vocabulary.identity import Role
from gateway.vocabulary.outcome import Text

FILE = "roles.toml"


class Permission(StrEnum):
    """What a person can be permitted to do, besides working on targets."""

    ORDER_ASK = "order.ask"
    ORDER_JUDGE = "order.judge"  # approve, return, reject
    ORDER_WITHDRAW = "order.withdraw"
    ORDER_READ = "order.read"
    SESSION_READ = "session.read"
    SESSION_WATCH = "session.watch"
    SESSION_END = "session.end"
    BUDGET_READ = "budget.read"  # who was shown how much of whose data
    INQUIRY_MAKE = "inquiry.make"  # ask the disclosure records about a client, or about given people
    BUDGET_JUDGE = "budget.judge"  # release a freeze, raise a cap with another supervisor
    HOLD_KEEP = "hold.keep"  # place a legal hold, ask that one be lifted, confirm that
    RECORDING_READ = "recording.read"  # the list, never the content
    RECORDING_VERIFY = "recording.verify"
    RECORDING_REPLAY = "recording.replay"  # the content: replay, search, export
    JOURNAL_READ = "journal.read"
    JOURNAL_VERIFY = "journal.verify"
    JOURNAL_EXPORT = "journal.export"
    POLICY_READ = "policy.read"
    PEOPLE_MANAGE = "people.manage"
    TERMINALS_MANAGE = "terminals.manage"
    TARGETS_MANAGE = "targets.manage"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleMatrix:
    """`may` by role, and pairs of roles that one person may never hold together."""

    names: Mapping[Role, Text]
    may: Mapping[Role, frozenset[Permission]]
    apart: frozenset[frozenset[Role]]

    def permits(self, roles: Iterable[Role], permission: Permission) -> bool:
        """True if one of the roles holds the permission. No role, no permission."""
        return any(permission in self.may[role] for role in roles)

    def holders(self, permission: Permission) -> tuple[Role, ...]:
        """The roles to ask, in the order of the file."""
        return tuple(role for role, held in self.may.items() if permission in held)

    def conflict(self, roles: frozenset[Role]) -> tuple[Role, ...] | None:
        """Two of these roles that one person may not hold together, or None."""
        return next((tuple(sorted(pair)) for pair in sorted(self.apart, key=sorted) if pair <= roles), None)


def roles_of(content: bytes) -> RoleMatrix:
    """The matrix: every role, no unknown role or permission. Raises PolicyUnfit naming the key."""
    top = StrictTable(FILE, toml_of(FILE, content))
    described = {role: top.table(role.value) for role in Role}
    names = {role: Text(ja=table.text("ja"), en=table.text("en")) for role, table in described.items()}
    may = {role: frozenset(table.words("may", Permission)) for role, table in described.items()}
    apart = _apart(top.tables("apart"))
    for table in (*described.values(), top):
        table.done()
    return RoleMatrix(names=MappingProxyType(names), may=MappingProxyType(may), apart=apart)


def _apart(tables: Iterable[StrictTable]) -> frozenset[frozenset[Role]]:
    pairs = set()
    for table in tables:
        role = table.word("role", Role)
        pairs |= {frozenset({role, other}) for other in table.words("never_with", Role)}
        table.done()
        if frozenset({role}) in pairs:
            raise table.unfit("never_with", "a role cannot exclude itself")
    return frozenset(pairs)
