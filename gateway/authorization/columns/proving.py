"""The cases of a file of columns: exactly which columns of a relation pass in clear, and what unknown ones are.

Every relation needs a case with its clear columns and its keys, so that whoever opens a column says so in two places; and one
case asks for a column that is not there, which comes out personal.
"""

from dataclasses import dataclass

from gateway.authorization.columns.catalogue import Catalogue, ColumnCase
from gateway.authorization.strict_table import StrictTable
from gateway.authorization.unfit import PolicyUnfit
from gateway.vocabulary.column import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """How many cases there are, all of which came out as they say, and those of them that ask for one column."""

    cases: int
    columns: tuple[ColumnCase, ...]


def prove(top: StrictTable, catalogue: Catalogue) -> Proved:
    """Raises PolicyUnfit naming the case that does not come out as it says, or what has none."""
    cases = top.tables("case") if top.has("case") else ()
    shown: set[str] = set()
    asked: list[ColumnCase] = []
    for case in cases:
        schema, relation = case.text("schema"), case.text("relation")
        if case.has("column"):
            asked.append(_column(case, catalogue, schema, relation))
        else:
            _relation(case, catalogue, schema, relation)
            shown.add(f"{schema}.{relation}")
        case.done()
    for each in catalogue.relations.values():
        if each.place not in shown:
            raise PolicyUnfit(top.file, each.place, "no case says which of its columns pass in clear")
    if all(catalogue.column(each.schema, each.relation, each.column).type is not None for each in asked):
        raise PolicyUnfit(top.file, "case", "no case shows that a column nobody classified is personal")
    return Proved(cases=len(cases), columns=tuple(asked))


def _column(case: StrictTable, catalogue: Catalogue, schema: str, relation: str) -> ColumnCase:
    """The case, once it has come out as it says."""
    name, expected = case.text("column"), case.word("kind", Kind)
    came = catalogue.column(schema, relation, name)
    if came.kind is not expected:
        raise case.unfit("kind", f"{schema}.{relation}.{name}: expected {expected}, came out {came.kind}")
    return ColumnCase(schema=schema, relation=relation, column=name, kind=expected)


def _relation(case: StrictTable, catalogue: Catalogue, schema: str, relation: str) -> None:
    expected = {
        "clear": sorted(case.texts("clear")),
        "client_key": _said(case, "client_key"),
        "client": _said(case, "client"),
        "subject_key": _said(case, "subject_key"),
    }
    came = {
        "clear": sorted(each.name for each in catalogue.columns(schema, relation) if each.is_harmless),
        "client_key": catalogue.client_key(schema, relation),
        "client": catalogue.client(schema, relation),
        "subject_key": catalogue.subject_key(schema, relation),
    }
    for key, value in expected.items():
        if came[key] != value:
            raise case.unfit(key, f"{schema}.{relation}: expected {value}, came out {came[key]}")


def _said(case: StrictTable, key: str) -> str | None:
    return case.text(key) if case.has(key) else None
