"""The settings of a session on a target, given with the first packet and looked at before anybody uses it.

What the first packet says outranks what role and database have set (PostgreSQL, "Setting Parameters"). The gate for statements
reads names and strings as these settings make the server read them, so a target that does not take one is not used.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from gateway.guards.statements import PINNED_PATH
from gateway.relay.postgres.target import words
from gateway.vocabulary.outcome import TargetError

APPLICATION: Final = "sekisho"
LOCK_SECONDS_MAX: Final = 5
IDLE_IN_TRANSACTION_SECONDS: Final = 300
_ALWAYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "application_name": APPLICATION,
        "client_encoding": "UTF8",
        "client_min_messages": "error",  # what is told in passing is dropped anyway
        "DateStyle": "ISO",  # the order of day and month stays the target's, as TimeZone does
        "IntervalStyle": "postgres",
        "bytea_output": "hex",
        "default_transaction_read_only": "on",
        "enable_indexonlyscan": "off",  # its order would be that of an index over columns nobody may sort by
        "row_security": "on",
        "search_path": PINNED_PATH,
        "standard_conforming_strings": "on",
    }
)

_QUESTION: Final = """\
SELECT pg_catalog.lower(s.name), s.setting FROM pg_catalog.pg_settings s
WHERE pg_catalog.lower(s.name) OPERATOR(pg_catalog.=) ANY ('{{{names}}}'::pg_catalog.text[])"""


def settings(statement_seconds: int) -> dict[str, str]:
    """The settings of a session whose statements take at most so long. Raises ValueError for less than a second."""
    if statement_seconds < 1:
        raise ValueError("statements have a second at least")
    return {
        **_ALWAYS,
        "statement_timeout": str(statement_seconds * 1000),
        "lock_timeout": str(min(statement_seconds, LOCK_SECONDS_MAX) * 1000),
        "idle_in_transaction_session_timeout": str(IDLE_IN_TRANSACTION_SECONDS * 1000),
    }


def require_utf8(told: Mapping[str, str]) -> None:
    """Raises TargetError for a database that spells its names otherwise than the gate for statements reads them.

    `told` is what the server says of itself at the log-in. In another encoding two letters of a name may be one, and a name is
    cut elsewhere: the gate would judge one column, and the server show another.
    """
    encoding = told.get("server_encoding")
    if encoding != "UTF8":
        raise TargetError(f"postgres, target: server_encoding {encoding or 'not told'}", words.NOT_UTF8)


def question(wanted: Mapping[str, str]) -> str:
    """The statement whose rows `require_taken` judges: name and value of each wanted setting, in the server's own units."""
    return _QUESTION.format(names=",".join(name.lower() for name in wanted))


def require_taken(wanted: Mapping[str, str], rows: Iterable[tuple[str | None, ...]]) -> None:
    """Raises TargetError unless every wanted setting is as it was wanted."""
    found = {row[0]: row[1] for row in rows if len(row) == 2}  # name and value
    for name, value in wanted.items():
        if not _is_taken(name, value, found.get(name.lower())):
            raise TargetError(f"postgres, target: {name} is not as it was set", words.NOT_PINNED)


def _is_taken(name: str, wanted: str, found: str | None) -> bool:
    if found is None:
        return False
    return found.startswith(f"{wanted}, ") if name == "DateStyle" else found == wanted
