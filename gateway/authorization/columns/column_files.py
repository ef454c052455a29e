"""policies/columns/DATABASE.toml: what one database's columns hold, who said so, who compared it, and cases that prove it.

One person classifies, another confirms. A database may stand on several targets (its replicas); no database has two files. No
file at all is a policy too: every column is personal.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.authorization import files
from gateway.authorization.columns.catalogue import Catalogue, ColumnFile, Columns, Relation, Shape
from gateway.authorization.columns.coherence import check
from gateway.authorization.columns.proving import prove
from gateway.authorization.columns.relation_table import name_of, relation_of
from gateway.authorization.strict_table import StrictTable, toml_of
from gateway.authorization.unfit import PolicyUnfit
from gateway.vocabulary.identifiers import TARGET_NAME, USERNAME


def columns_of(content: Mapping[str, bytes]) -> Columns:
    """Every catalogue of the directory, each proved by its cases. Raises PolicyUnfit naming the key."""
    read = {
        found[1]: _file(found[1], name, content[name]) for name in content if (found := files.COLUMNS.fullmatch(name))
    }
    _check_once(read)
    return Columns(files=MappingProxyType(read))


def _file(file_id: str, name: str, content: bytes) -> ColumnFile:
    top = StrictTable(name, toml_of(name, content))
    relations = _relations(top)
    catalogue = Catalogue(relations=MappingProxyType(relations), search_path=_search_path(top, relations))
    proved = prove(top, catalogue)
    file = ColumnFile(
        id=file_id,
        file=name,
        targets=_targets(top),
        database=name_of(top, "database"),
        classified_by=_person(top, "classified_by"),
        confirmed_by=_person(top, "confirmed_by"),
        confirmed_on=top.day("confirmed_on"),
        catalogue=catalogue,
        cases=proved.cases,
        column_cases=proved.columns,
    )
    if file.classified_by == file.confirmed_by:
        raise top.unfit("confirmed_by", "is who classified it; a second person compares and confirms")
    top.done()
    return file


def _relations(top: StrictTable) -> dict[tuple[str, str], Relation]:
    relations: dict[tuple[str, str], Relation] = {}
    for shape in Shape:
        for table in top.tables(shape.value) if top.has(shape.value) else ():
            relation = relation_of(table, shape)
            if (relation.schema, relation.name) in relations:
                raise table.unfit("name", f"{relation.place} is classified twice")
            check(table, relation)
            relations[relation.schema, relation.name] = relation
    if not relations:
        raise top.unfit("table", "no table and no view: delete the file instead, then every column is personal")
    return relations


def _search_path(top: StrictTable, relations: Mapping[tuple[str, str], Relation]) -> tuple[str, ...]:
    """Only schemas with something classified: the database's own, or a forgotten one, would answer for an unqualified name."""
    path = top.texts("search_path")
    schemas = {schema for schema, _ in relations}
    for each in path:
        if each not in schemas:
            raise PolicyUnfit(
                top.file, f"search_path.{each}", "no relation of this schema is classified", valid=schemas
            )
    return path


def _targets(top: StrictTable) -> tuple[str, ...]:
    targets = top.texts("targets")
    wrong = next((each for each in targets if not TARGET_NAME.fullmatch(each)), None)
    if wrong is not None or not targets:
        raise top.unfit("targets", "names no target" if wrong is None else f"{wrong!a} is not the name of a target")
    return targets


def _person(top: StrictTable, key: str) -> str:
    name = top.text(key)
    if not USERNAME.fullmatch(name):
        raise top.unfit(key, f"{name!a} is not a user name")
    return name


def _check_once(read: Mapping[str, ColumnFile]) -> None:
    about: dict[tuple[str, str], str] = {}
    for each in read.values():
        for target in each.targets:
            other = about.setdefault((target, each.database), each.file)
            if other != each.file:
                raise PolicyUnfit(each.file, "database", f"{each.database} on {target} is classified in {other} too")
