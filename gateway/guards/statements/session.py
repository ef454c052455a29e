"""Statements about the session itself: SHOW of a list, SET that clients send at log-in, and the borders of a transaction.

A setting is never passed on: what a client may ask for is what the gateway has set already, or what changes nothing. A
transaction is the gateway's own and READ ONLY, whatever the person wrote.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from gateway.guards.statements.allowed import SHOWN
from gateway.guards.statements.edits import quoted
from gateway.guards.statements.scope import computed
from gateway.guards.statements.shapes import Refusal, Statement, What, Why
from gateway.guards.statements.tree import Node, inner, only, word
from gateway.guards.statements.wording import refused, swallowed

_ANY: Final = re.compile(r".{0,200}", re.DOTALL)
_SETTINGS: Final[Mapping[str, re.Pattern[str]]] = {  # what a client may ask for; the value goes nowhere
    "client_encoding": re.compile(r"utf-?8|unicode", re.IGNORECASE),
    "extra_float_digits": re.compile(r"-?[0-9]{1,2}"),
    "datestyle": re.compile(r"iso(, ?(mdy|ymd|dmy))?", re.IGNORECASE),
    "intervalstyle": re.compile(r"postgres", re.IGNORECASE),
    "application_name": _ANY,
    "standard_conforming_strings": re.compile(r"on|true|1", re.IGNORECASE),
    "default_transaction_read_only": re.compile(r"on|true|1", re.IGNORECASE),
}
_ISOLATIONS: Final = frozenset({"read uncommitted", "read committed", "repeatable read", "serializable"})
_TRANSACTION: Final[Mapping[str, What]] = {
    "TRANS_STMT_BEGIN": What.BEGIN,
    "TRANS_STMT_START": What.BEGIN,
    "TRANS_STMT_COMMIT": What.COMMIT,
    "TRANS_STMT_ROLLBACK": What.ROLLBACK,
}
_SAVEPOINTS: Final[Mapping[str, tuple[What, str]]] = {
    "TRANS_STMT_SAVEPOINT": (What.SAVEPOINT, "SAVEPOINT"),
    "TRANS_STMT_RELEASE": (What.RELEASE, "RELEASE SAVEPOINT"),
    "TRANS_STMT_ROLLBACK_TO": (What.ROLLBACK_TO, "ROLLBACK TO SAVEPOINT"),
}


def shown(message: Node) -> Statement:
    """SHOW of one listed setting."""
    only(message, "name")
    if message.name.lower() not in SHOWN:
        raise Refusal(refused(Why.SETTING, message.name))
    return Statement(what=What.SHOW, text=f"SHOW {message.name}", outputs=(computed(message.name),))


def setting(message: Node) -> Statement:
    """SET that is answered and not sent. Raises Refusal for any other."""
    only(message, "kind", "name", "args", "is_local", "jumble_args")
    name, sort = message.name.lower(), word(message, "kind")
    if sort == "VAR_SET_MULTI" and message.name == "SESSION CHARACTERISTICS":
        _transaction_modes(message.args)
    elif sort != "VAR_SET_VALUE" or name not in _SETTINGS or not _SETTINGS[name].fullmatch(_values(message)):
        raise Refusal(refused(Why.SETTING, message.name))
    return Statement(what=What.SET, text="", notice=swallowed(name))


def transaction(message: Node) -> Statement:
    """BEGIN, COMMIT, ROLLBACK and savepoints in the gateway's own words; the parser has cut their names to 63 bytes."""
    savepoint = _SAVEPOINTS.get(word(message, "kind"))
    if savepoint is not None:
        only(message, "kind", "savepoint_name")
        return Statement(what=savepoint[0], text=f"{savepoint[1]} {quoted(message.savepoint_name)}")
    only(message, "kind", "options")
    what = _TRANSACTION.get(word(message, "kind"))
    if what is None:
        raise Refusal(refused(Why.STATEMENT, word(message, "kind").removeprefix("TRANS_STMT_")))
    isolation = _transaction_modes(message.options)
    if what is not What.BEGIN:
        return Statement(what=what, text=what.value.upper())
    level = f"ISOLATION LEVEL {isolation.upper()}, " if isolation else ""
    return Statement(what=what, text=f"BEGIN {level}READ ONLY")


def _transaction_modes(options: Node) -> str:
    """The isolation level that is asked for. Raises Refusal for READ WRITE and for what nobody knows."""
    isolation = ""
    for each in options:
        only(each.def_elem, "defname", "arg", "defaction")
        name, value = each.def_elem.defname, each.def_elem.arg.a_const
        if name == "transaction_isolation" and value.sval.sval in _ISOLATIONS:
            isolation = value.sval.sval
        elif not (name in ("transaction_read_only", "transaction_deferrable") and _is_on(name, value)):
            raise Refusal(refused(Why.SETTING, "READ WRITE" if name == "transaction_read_only" else name))
    return isolation


def _is_on(name: str, value: Node) -> bool:
    return name == "transaction_deferrable" or bool(value.ival.ival)


_CONSTANTS: Final[Mapping[str, Callable[[Node], str]]] = {
    "sval": lambda value: str(value.sval.sval),
    "ival": lambda value: str(value.ival.ival),
    "boolval": lambda value: "true" if value.boolval.boolval else "false",
}


def _values(message: Node) -> str:
    """The values as one text, joined as PostgreSQL joins a list; one that is no plain constant fits nothing."""
    found: list[str] = []
    for each in message.args:
        kind, value = inner(each)
        sort = str(value.WhichOneof("val")) if kind == "a_const" else ""
        if sort not in _CONSTANTS:
            return "\n\0"
        found.append(_CONSTANTS[sort](value))
    return ", ".join(found)
