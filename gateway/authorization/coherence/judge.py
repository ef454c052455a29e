"""The compiler's verdict on a loaded policy: every rule of coherence is asked, and what any of them finds refuses to load."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from gateway.authorization.coherence.incoherence import Incoherence, PolicyIncoherent
from gateway.authorization.coherence.particulars import particulars_of
from gateway.authorization.coherence.rules import (
    approvals,
    command_lists,
    command_or_shell,
    command_or_upload,
    commands_listed,
    contract,
    export_right,
    free_shell,
    input_metered,
    judges,
    masked,
    memorandum,
    old_proof,
    one_way,
    painted,
    people_counted,
    personal_data,
    promises,
    recorded,
    separation,
    statements,
    unnamed_clients,
    unseen,
    watchers,
    window,
)
from gateway.authorization.coherence.table import Table
from gateway.authorization.policy import Policy

# In the order in which they are told: what leaves first, then who lets it, then the office.
RULES: tuple[Callable[[Table], Iterator[Incoherence]], ...] = (
    recorded.look,
    painted.look,
    masked.look,
    personal_data.look,
    free_shell.look,
    commands_listed.look,
    one_way.look,
    statements.look,
    people_counted.look,
    input_metered.look,
    command_or_shell.look,
    command_or_upload.look,
    approvals.look,
    window.look,
    old_proof.look,
    memorandum.look,
    command_lists.look,
    contract.look,
    unnamed_clients.look,
    separation.look,
    export_right.look,
    judges.look,
    unseen.look,
    watchers.look,
    promises.look,
)


def table_of(policy: Policy, cedar: Mapping[str, Mapping[str, Any]]) -> Table:
    """An empty table; `cedar` are the rules as Cedar's JSON. Raises PolicyUnfit where they name too much one by one."""
    return Table(policy, particulars_of(cedar, policy.purposes.names))


def judge(policy: Policy, cedar: Mapping[str, Mapping[str, Any]]) -> None:
    """Raises PolicyIncoherent naming every pair of rules that undo each other, and the leak that would remain."""
    table = table_of(policy, cedar)
    found = tuple(incoherence for look in RULES for incoherence in look(table))
    if found:
        raise PolicyIncoherent(found)
