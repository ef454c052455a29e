"""The READ ONLY net: whatever the gate let pass, the server itself refuses to write for it.

Two things make it hold by the server's own rules, whatever stands in a text. A person's statement is sent by Parse, never by
Query, and Parse takes one statement only: nothing can hide behind a semicolon. And ahead of each Bind, in the same transaction,
runs `SET TRANSACTION READ ONLY` (and ahead of an Execute too, where anything but its own Bind came in between), which holds
whatever an earlier statement of the transaction has set. Alone stand the borders of a transaction, which are no text of the
person's but one of the few below. Beneath it the session's own default (`target.pins`) and the role's rights say the same.
"""

import re
from typing import Final

from gateway.guards.statements import Statement, What
from gateway.vocabulary.outcome import GatewayFault

PIN: Final = "SET TRANSACTION READ ONLY"
_LEVELS: Final = ("READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE")
BORDERS: Final = frozenset(
    {"COMMIT", "ROLLBACK", "BEGIN READ ONLY", *(f"BEGIN ISOLATION LEVEL {level}, READ ONLY" for level in _LEVELS)}
)
_SAVEPOINT: Final = re.compile(r'(?:(?:ROLLBACK TO |RELEASE )?SAVEPOINT) "(?:[^"\0]|""){1,63}"')
_BORDER: Final = frozenset({"begin", "commit", "rollback", "savepoint", "release", "rollback-to"})
_ANSWERED: Final = {What.SET: PIN, What.EMPTY: ""}
"""What the gateway answers itself it answers through the target, in its own words: the tag is SET, and nothing changes."""


def is_border(statement: Statement) -> bool:
    """True for BEGIN, COMMIT, ROLLBACK and savepoints: they stand alone, as a failed transaction takes nothing else."""
    return statement.what.value in _BORDER


def text_of(statement: Statement) -> str:
    """What is sent for a statement. Raises GatewayFault for a border that is not in the gateway's own words."""
    if is_border(statement) and statement.text not in BORDERS and not _SAVEPOINT.fullmatch(statement.text):
        raise GatewayFault(f"the border of a transaction in other words than the gateway's: {statement.what}")
    return _ANSWERED.get(statement.what, statement.text)
