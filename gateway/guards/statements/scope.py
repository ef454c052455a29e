"""What a name means: the sources of one SELECT, the levels around it, and the columns each source is known to have.

Names are resolved as PostgreSQL does (parse_relation.c: colNameToVar, innermost level first), and wherever the server might know
a column that nobody classified, the name counts as that column and is personal. A name that might mean two things is refused.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import dropwhile

from gateway.guards.statements.shapes import Catalogue, Lineage, Output, Place, Refusal, Why
from gateway.guards.statements.system_relations import SYSTEM_RELATIONS
from gateway.guards.statements.wording import refused
from gateway.vocabulary.column import Column, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """The classified relations and the server's own."""

    catalogue: Catalogue
    search_path: tuple[str, ...]
    known: dict[Place, dict[str, Column]] = field(default_factory=dict)  # of this one statement

    def place(self, schema: str, name: str) -> Place:
        """Where the relation lies. One that nobody classified may be read, and is personal whole.

        Raises Refusal for a relation of the server's own that nobody reviewed.
        """
        for each in (schema,) if schema else ("pg_catalog", *self.search_path):
            if (each, name) in SYSTEM_RELATIONS or (not is_system(each) and self.catalogue.columns(each, name)):
                return each, name
        if is_system(schema) or (not schema and name.startswith("pg_")):
            raise Refusal(refused(Why.RELATION, f"{schema}.{name}" if schema else name))
        return schema or self.search_path[0], name

    def column(self, place: Place, name: str) -> Column | None:
        """The column if it is known; a system relation is known whole, of any other only what was classified."""
        system = SYSTEM_RELATIONS.get(place)
        if system is not None:
            return system.get(name)
        if place not in self.known:
            self.known[place] = {each.name: each for each in self.catalogue.columns(*place)}
        return self.known[place].get(name)

    def is_personal(self, place: Place) -> bool:
        """True if a column of it is personal, or nobody classified it."""
        if place in SYSTEM_RELATIONS:
            return False
        columns = self.catalogue.columns(*place)
        return not columns or any(not each.is_harmless for each in columns)


def is_system(schema: str) -> bool:
    """True for a schema whose relations are the server's own."""
    return schema.startswith("pg_") or schema == "information_schema"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows of a personal relation as one item of FROM gives them. Its `number` is nobody else's in the statement.

    Several `places`: of a UNION ALL, where each row is of one of them. `optional`: an outer join may put none there. `across`: a
    row of the answer also says something of other rows than its own, as a window or an OFFSET does.
    """

    number: int
    places: frozenset[Place]
    optional: bool = False
    across: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One item of FROM. `people`: personal relations whose rows it gives, not aggregated; `base`: if it is a relation itself."""

    alias: str
    fields: tuple[Output, ...]
    base: Place | None = None
    spelled: tuple[str, ...] = ()  # further ways to spell it: (schema, relation)
    people: tuple[Rows, ...] = ()

    def is_called(self, qualifier: Sequence[str]) -> bool:
        """True if `qualifier.column` may mean a column of it."""
        return tuple(qualifier) in ((self.alias,), self.spelled)

    def again(self, number: Callable[[int], int]) -> "Source":
        """The source read a second time: other rows than those of the first reading, whatever they hold."""
        fresh = {each.number: number(each.number) for each in self.people}
        return replace(
            self,
            people=tuple(replace(each, number=fresh[each.number]) for each in self.people),
            fields=tuple(
                replace(each, rows=frozenset(fresh.get(number, number) for number in each.rows)) for each in self.fields
            ),
        )


@dataclass(slots=True, kw_only=True)
class Scope:
    """One level of names. `merged`: columns that USING made one of two."""

    relations: Relations
    parent: "Scope | None" = None
    sources: list[Source] = field(default_factory=list)
    merged: set[str] = field(default_factory=set)
    aggregates: bool = False
    windows: bool = False
    common: Mapping[str, Source] = field(default_factory=dict)  # common table expressions by name

    def among(self, sources: Sequence[Source], merged: set[str]) -> "Scope":
        """A level at the same place that knows these sources only, as the condition of a join does."""
        return Scope(
            relations=self.relations, parent=self.parent, sources=list(sources), merged=merged, common=self.common
        )

    def find(self, name: str) -> Output:
        """The column an unqualified name means. Raises Refusal if that is uncertain."""
        for level in self._levels():
            found = [each for source in level.sources if (each := self.of(source, name)) is not None]
            known = [each for each in found if each.column is not _UNKNOWN]
            if len(known) > 1:
                return _merged(name, known) if name in level.merged else _uncertain(name)
            if known:
                return self._surely(name, known[0], level)
            if any(source.alias == name for source in level.sources):
                raise Refusal(refused(Why.WHOLE_ROW, name))
            if found:
                return found[0]
        return _uncertain(name)

    def _surely(self, name: str, found: Output, level: "Scope") -> Output:
        """The column, if nothing personal is called so that a server means which lacks this one: a row, or a column further out.

        A relation may have lost a column since it was classified, and the server's own have others in each version.
        """
        levels = tuple(dropwhile(lambda each: each is not level, self._levels())) if found.is_harmless else ()
        for outer, source in ((at, each) for at in levels for each in at.sources):
            meant = None if outer is level else self.of(source, name)
            is_personal = meant is not None and meant.column is not _UNKNOWN and not meant.is_harmless
            if is_personal or (source.alias == name and source.people):
                raise Refusal(refused(Why.NAME, name))
        return found

    def find_in(self, qualifier: Sequence[str], name: str) -> Output:
        """The column `qualifier.name` means. Raises Refusal if that is uncertain, or a function's other spelling."""
        source, _ = self.source(qualifier)
        found = self.of(source, name)
        return found if found is not None else _uncertain(f"{'.'.join(qualifier)}.{name}")

    def source(self, qualifier: Sequence[str]) -> tuple[Source, "Scope"]:
        """The source a qualifier means, and the level it stands on.

        Raises Refusal where it is uncertain, and where without its schema it would mean another: a relation of which rows are
        left out is a subquery in what is sent, and called by its name alone.
        """
        found, level = self._called(qualifier)
        if len(qualifier) > 1 and self._called(qualifier[-1:])[0] is not found:
            raise Refusal(refused(Why.NAME, ".".join(qualifier)))
        return found, level

    def _called(self, qualifier: Sequence[str]) -> tuple[Source, "Scope"]:
        for level in self._levels():
            called = [each for each in level.sources if each.is_called(qualifier)]
            if len(called) > 1:
                break
            if called:
                return called[0], level
        raise Refusal(refused(Why.NAME, ".".join(qualifier)))

    def owner(self, qualifier: Sequence[str], name: str) -> "Scope | None":
        """The level the name belongs to; None where nobody knows."""
        if qualifier:
            return self.source(qualifier)[1]
        holds = (level for level in self._levels() if any(self.of(each, name) for each in level.sources))
        return next(holds, None)

    def of(self, source: Source, name: str) -> Output | None:
        """The source's column of that name: known, unknown but possible, or none."""
        exact = [each for each in source.fields if each.lineage is not Lineage.STAR and each.name == name]
        stars = [each for each in source.fields if each.lineage is Lineage.STAR]
        known = exact + [each for star in stars for each in self._in_star(star, name)]
        if len(known) > 1:
            return next((each for each in known if not each.is_harmless), known[0])
        if known:
            return known[0]
        rows = frozenset(number for star in stars for number in star.rows)
        return _possible(name, rows) if any(not self._is_whole(star) for star in stars) else None

    def _in_star(self, star: Output, name: str) -> Iterable[Output]:
        columns = (self.relations.column(place, name) for place in star.places if not star.renamed)
        return [bare(each, star.rows) for each in columns if each is not None]

    def _is_whole(self, star: Output) -> bool:
        """True if every column the star can stand for is known."""
        return bool(star.places) and not star.renamed and all(place in SYSTEM_RELATIONS for place in star.places)

    def _levels(self) -> Iterable["Scope"]:
        level: Scope | None = self
        while level is not None:
            yield level
            level = level.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a whole query gives: its outputs, whose rows they are of, and the level of names it stands on."""

    fields: tuple[Output, ...]
    people: tuple[Rows, ...]
    scope: Scope


def bare(column: Column, rows: frozenset[int]) -> Output:
    """The output that is this column and nothing else, of one of those rows."""
    return Output(name=column.name, lineage=Lineage.BARE, kind=column.kind, column=column, rows=rows)


def computed(name: str | None) -> Output:
    """The output of an expression in which nothing personal stands."""
    return Output(name=name, lineage=Lineage.COMPUTED, kind=Kind.HARMLESS)


def star_of(places: Iterable[Place], rows: Iterable[int]) -> Output:
    """All columns of these relations, in whatever order."""
    return Output(name=None, lineage=Lineage.STAR, kind=Kind.PERSONAL, places=frozenset(places), rows=frozenset(rows))


_UNKNOWN = Column(schema="", table="", name="", kind=Kind.PERSONAL, type=None)


def is_unknown(output: Output) -> bool:
    """True for a column that nobody classified, whether the server has one of that name or not."""
    return output.column is not None and output.column.type is None and not output.is_harmless


def _possible(name: str, rows: frozenset[int]) -> Output:
    """A column that nobody classified and the server may have."""
    return Output(name=name, lineage=Lineage.BARE, kind=Kind.PERSONAL, column=_UNKNOWN, rows=rows)


def _merged(name: str, known: Sequence[Output]) -> Output:
    worst = next((each for each in known if not each.is_harmless), None)
    rows = frozenset(number for each in known for number in each.rows)
    return replace(worst, rows=rows) if worst is not None else computed(name)


def _uncertain(name: str) -> Output:
    raise Refusal(refused(Why.NAME, name))
