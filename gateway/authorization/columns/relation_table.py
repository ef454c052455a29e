"""One `[[table]]` or `[[view]]` of a file of columns becomes a relation. Reads and spells; coherence.py judges."""

import re
from types import MappingProxyType

from gateway.authorization.columns import types
from gateway.authorization.columns.catalogue import Claim, Relation, Shape
from gateway.authorization.columns.spelling import NAME_BYTES_MAX, fits
from gateway.authorization.strict_table import StrictTable
from gateway.authorization.wording import is_one_line
from gateway.vocabulary.column import Column, Kind
from gateway.vocabulary.identifiers import USERNAME

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
_SUBJECT = re.compile(r"[a-z][a-z0-9-]{0,31}")
_REASON_LETTERS_MIN, _REASON_LETTERS_MAX = 10, 200
RELATION_ITSELF = ""  # the key of the claim that a view was classified by hand


def relation_of(table: StrictTable, shape: Shape) -> Relation:
    """The relation. Raises PolicyUnfit naming the key."""
    schema, name = name_of(table, "schema"), name_of(table, "name")
    relation = Relation(
        schema=schema,
        name=name,
        shape=shape,
        columns=MappingProxyType(_columns(table.table("column"), schema, name)),
        client_key=_optional(table, "client_key"),
        client=_matching(table, "client", _CODE, "the code of a client"),
        subject_key=_optional(table, "subject_key"),
        subject=_matching(table, "subject", _SUBJECT, "a word of small letters, digits and -"),
        claims=MappingProxyType(_claims(table, shape)),
    )
    table.done()
    return relation


def name_of(table: StrictTable, key: str) -> str:
    """An identifier of the database as PostgreSQL itself spells it."""
    return _checked(table, key, table.text(key))


def _checked(table: StrictTable, key: str, name: str) -> str:
    if not fits(name):
        raise table.unfit(key, f"{name!a} is not a name of letters, digits, _ and $ of at most {NAME_BYTES_MAX} bytes")
    return name


def _columns(table: StrictTable, schema: str, relation: str) -> dict[str, Column]:
    columns = {}
    for name in table.names():
        inner = table.table(name)
        type_name = inner.text("type")
        if not types.is_type(type_name):
            raise inner.unfit("type", f"{type_name!a} is not the name of a type")
        columns[_checked(table, name, name)] = Column(
            schema=schema, table=relation, name=name, kind=inner.word("kind", Kind), type=type_name
        )
        inner.done()
    return columns


def _claims(table: StrictTable, shape: Shape) -> dict[str, Claim]:
    claims: dict[str, Claim] = {}
    if shape is Shape.VIEW:
        claims[RELATION_ITSELF] = _claim(table)
    for each in table.tables("claim") if table.has("claim") else ():
        column = each.text("column")
        if column in claims:
            raise each.unfit("column", f"{column} has a reason already")
        claims[column] = _claim(each)
        each.done()
    return claims


def _claim(table: StrictTable) -> Claim:
    reason, names = table.text("reason"), table.texts("names")
    if not is_one_line(reason, _REASON_LETTERS_MAX) or len(reason) < _REASON_LETTERS_MIN:
        raise table.unfit("reason", f"is not one line of {_REASON_LETTERS_MIN} to {_REASON_LETTERS_MAX} letters")
    if len(names) != 2 or not all(USERNAME.fullmatch(each) for each in names):
        raise table.unfit("names", "are not the user names of two different people")
    return Claim(reason=reason, names=(names[0], names[1]))


def _optional(table: StrictTable, key: str) -> str | None:
    return name_of(table, key) if table.has(key) else None


def _matching(table: StrictTable, key: str, form: re.Pattern[str], what: str) -> str | None:
    if not table.has(key):
        return None
    word = table.text(key)
    if not form.fullmatch(word):
        raise table.unfit(key, f"{word!a} is not {what}")
    return word
