"""A grammar of questions to the tests' database: what an engineer asks, what a client asks by itself, and what a thief tries.

Expressions are made by type, so that most of what the gate lets through also runs. `boldness` is how often something personal,
unknown or forbidden is put where something harmless would stand. All chance comes from one `random.Random`.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.gateway.guards.statements import test_attacks as attacks
from tests.gateway.guards.statements import test_shapes_of_queries as shapes
from tests.gateway.guards.statements.a_database import is_personal

TEXT, INT, DATE = "text", "int", "date"


def _lines(listed: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in listed.strip().splitlines())


TABLES = {
    "customers": {
        TEXT: ("customer_id", "client_code", "plan"), INT: ("points",), DATE: ("joined",),
        "personal": ("name", "kana", "phone", "email", "address", "birth_date", "line_id", "card_number", "note", "balance",
                     "photo", "tags", "unclassified", "ctid"),
    },
    "calls": {TEXT: ("customer_id",), INT: ("call_id", "seconds"), "personal": ("caller", "memo", "xmin")},
    "plans": {TEXT: ("code", "title"), INT: ("price",)},
    "client": {TEXT: ("code", "name")},
    "leads": {TEXT: ("source",), INT: ("lead_id",), "personal": ("contact",)},
    "v_contact": {TEXT: ("id",), "personal": ("tel",)},
    "copy_of_customers": {"personal": ("customer_id", "plan", "phone", "points")},
    "v_open": {"personal": ("customer_id", "plan")},
    "pg_am": {TEXT: ("amname",)},
}  # fmt: skip
_WEIGHTS = (12, 6, 4, 2, 2, 3, 1, 1, 1)
_CONSTANTS = {
    TEXT: ("'hikari'", "'C1'", "'A01'", "''", "'%'", "null::text"),
    INT: ("0", "1", "5", "20", "-3", "null::int"),
    DATE: ("date '2020-01-10'", "current_date", "null::date"),
}
_FORMS = {
    TEXT: _lines("""
        <ct>
        upper(<t>)
        <t> || <t>
        left(<t>, <i>)
        case when <b> then <t> else <ct> end
        coalesce(<t>, 'x')
        <i>::text
        substring(<t> from 1 for 2)
        md5(<t>)
        concat(<t>, <i>)
        <t> collate "C"
        max(<t>) over ()
        trim(both 'C' from <t>)
        lag(<t>) over (order by <i>, <t>)
        nullif(<t>, 'A01')
        cast(<d> as varchar(7))
        replace(<T>, 'C', '')
        split_part(<t>, '0', 1)
    """),
    INT: _lines("""
        <ci>
        length(<t>)
        <i> + 1
        <i> * <i>
        100 / (<i> - 5)
        case when <b> then <i> else 0 end
        greatest(<i>, 3)
        abs(<i>)
        row_number() over (order by <t>)
        count(*) over (partition by <t>)
        extract(year from <d>)::int
        <t>::int
        mod(<i>, 3)
        position('1' in <T>)
        rank() over (partition by <t> order by <i>)
        sum(<i>) over (order by <d> rows 2 preceding)
        -<i>
    """),
    DATE: _lines("""
        <cd>
        <d> + 1
        coalesce(<d>, current_date)
        date_trunc('month', <d>)::date
        greatest(<d>, date '2020-01-03')
    """),
}
_CONDITIONS = _lines("""
    md5(<t>) < '8'
    ascii(right(<t>, 1)) % 2 = 0
    <t> = <ct>
    <t> = <T>
    <t> like <ct>
    <i> < <ci>
    <i> between 2 and <ci>
    <t> in ('gold', <ct>)
    <t> is not null
    not <i> = 3
    <i> > 2 and <b>
    <t> ~ '^C1'
    <d> > <cd>
    <t> is distinct from <ct>
    <t> similar to 'C%'
    true
    <t> = <t>
    (<t>, <i>) <> ('a', 1)
    <t> = any (array['gold', <ct>])
    <t> ilike 'c%' or <i> is null
    <t> < <t>
    (<b> or <b>)
""")
_TOTALS = _lines("""
    count(*)
    sum(<i>)
    max(<t>)
    min(<d>)
    count(distinct <t>)
    array_agg(<t>)
    count(*) filter (where <b>)
    string_agg(<t>, ',' order by <t>)
    avg(<i>)
    bool_or(<b>)
    count(<t>)
    mode() within group (order by <t>)
""")
_HOLE = re.compile(r"<(\w+)>")
_KINDS = {"t": TEXT, "i": INT, "d": DATE}
_ODD = ("phone", "name", "birth_date", "balance", "nosuch", "{alias}.phone", "{alias}", "{alias}.to_json", "{alias}.*",
        "({alias}).phone", "(select phone from customers limit 1)", "{alias}.concat", "length({alias}.phone)")  # fmt: skip
_SHOWN = (
    "server_version",
    "search_path",
    "transaction_isolation",
    "timezone",
    "all",
    "data_directory",
    "application_name",
)
_SYSTEM = _lines("""
    select relname, relkind from pg_class where relname like {text} order by 1 limit 5
    select attname, atttypid::regtype from pg_attribute a join pg_class c on c.oid = a.attrelid where relname = {text} order by 1
    select table_name, column_name, data_type from information_schema.columns where table_schema = 'public' order by 1, 2
    select pg_get_viewdef('public.v_open'::regclass)
    select conname, pg_get_constraintdef(oid) from pg_constraint order by 1 limit 9
    select proname, prosrc from pg_proc where proname = 'leak'
    select reltuples, relpages from pg_class where relname = 'customers'
    select tablename, attname, most_common_vals from pg_stats
    select histogram_bounds::text from pg_stats where tablename = 'customers'
    select stanumbers1 from pg_statistic
    select n_distinct, avg_width from pg_stats where attname = {text}
    select query from pg_stat_activity
    select * from pg_prepared_statements
    select * from pg_locks
    select c.relname, x.phone from pg_class c, customers x
    select indexdef from pg_indexes where tablename = {text}
    select pg_relation_size(oid) from pg_class where relname = 'customers'
    select has_table_privilege('customers', 'select')
    select obj_description(oid), c.relname from pg_class c where oid = 'public.customers'::regclass
    select * from pg_catalog.pg_sequences
    select count(*) from pg_attribute where attmissingval is not null
    select typname from pg_type where typname = {text} and exists (select 1 from customers where phone like {text})
""")
_EXPLAIN = (
    "",
    "verbose ",
    "(costs off) ",
    "(format json) ",
    "(format yaml, verbose) ",
    "(summary) ",
    "analyze ",
    "(buffers) ",
)
_NAMES = _lines("""
    phone
    plan
    points
    name
    code
    customer_id
    amname
    a
    b
    text
    int4
    varchar
    date
    case
    coalesce
    upper
    max
    count
    array
    row_number
    nullif
    relallfrozen
    daticulocale
""")
"""What an output may be called: as another level's columns, as the server calls an expression, as a column of another version."""
_ALIASES = ("plans", "customers", "client", "pg_am", "calls")
_TOKENS = ("phone", "plan", "points", "name", "customer_id", "birth_date", "caller", "tel", "unclassified", "nosuch")


@dataclass(frozen=True)
class Question:
    """A statement, and the values of its parameters."""

    sql: str
    values: tuple[str, ...] = ()


@dataclass
class Scope:
    """Columns in sight by type, as they may be written."""

    columns: dict[str, list[str]] = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)

    def plus(self, other: "Scope") -> "Scope":
        kinds = {*self.columns, *other.columns}
        return Scope(
            {kind: self.columns.get(kind, []) + other.columns.get(kind, []) for kind in kinds},
            self.aliases + other.aliases,
        )


class Asker:
    """Makes one question."""

    def __init__(self, chance: random.Random, boldness: float) -> None:
        self._chance, self._boldness = chance, boldness
        self._names = self._deep = 0
        self._common: dict[str, Scope] = {}
        self._values: list[str] = []
        self._kinds: Sequence[str] = ()

    def question(self) -> Question:
        kind = self._chance.randrange(100)
        if kind < 66:
            return Question(self._query(3), tuple(self._values))
        if kind < 76:
            return Question(f"explain {self._pick(_EXPLAIN)}{self._query(2)}", tuple(self._values))
        if kind < 84:
            return Question(self._pick(_SYSTEM).format(text=self._pick(("'customers'", "'phone'", "'c%'", "'public'"))))
        if kind < 86:
            return Question(f"show {self._pick(_SHOWN)}")
        return Question(self._mutated())

    def _pick(self, choices):
        return choices[self._chance.randrange(len(choices))]

    def _often(self, percent: float) -> bool:
        return self._chance.randrange(1000) < percent * 10

    def _name(self, letter: str) -> str:
        self._names += 1
        return f"{letter}{self._names}"

    def _mutated(self) -> str:
        """One of the known shapes, with one of its words changed for another."""
        known = (*shapes.RUNS, *attacks.RUNS, *shapes.REFUSED, *attacks.REFUSED)
        sql = self._pick([each for each in known if "$" not in each and not is_personal(each.encode())])
        words = [each for each in _TOKENS if each in sql]
        return sql.replace(self._pick(words), self._pick(_TOKENS), 1) if words else sql

    # -- queries

    def _query(self, depth: int) -> str:
        common = ""
        if depth > 1 and self._often(25):
            name = self._name("w")
            select, scope = self._select(depth - 1, Scope())
            common = f"with {name} as {self._pick(('', 'materialized ', 'not materialized '))}({select}) "
            self._common[name] = scope
        select, _ = self._select(depth, Scope())
        if self._kinds and " order by " not in select and self._often(25):
            how = self._pick(("union all", "union all", "union", "except", "intersect"))
            return f"{common}{select} {how} {self._select(1, Scope(), self._kinds)[0]}"
        return common + select + self._tail()

    def _tail(self) -> str:
        return self._pick(
            (
                "",
                "",
                "",
                " limit 3",
                " limit 5 offset 2",
                " fetch first 2 rows only",
                " for update" if self._bold() else "",
            )
        )

    def _select(self, depth: int, outer: Scope, kinds: Sequence[str] = ()) -> tuple[str, Scope]:
        source, own = self._from(depth, outer)
        seen = own.plus(outer) if self._often(50) else own
        grouped = not kinds and self._often(18)
        targets, given = self._grouped(seen) if grouped else self._targets(seen, own, depth, kinds)
        parts = [f"select {self._distinct(seen)}{targets} from {source}"]
        if self._often(45):
            parts.append(f"where {self._bool(seen, depth)}")
        if grouped:
            parts.append(f"group by {self._pick(('1', '1, 2', self._expression(TEXT, own, 0)))}")
            if self._often(30):
                parts.append(f"having {self._pick(('count(*) > 1', self._bool(own, 0)))}")
        if self._often(30):
            parts.append(f"order by {self._order(own, given)}")
        return " ".join(parts), given

    def _distinct(self, seen: Scope) -> str:
        if not self._often(10):
            return ""
        return self._pick(("distinct ", "distinct ", f"distinct on ({self._expression(TEXT, seen, 0)}) "))

    def _order(self, own: Scope, given: Scope) -> str:
        key = self._pick((self._expression(self._pick((TEXT, INT, DATE)), own, 0), "1", "2", *given.aliases[:2]))
        return f"{key}{self._pick(('', ' desc', ' nulls first'))}"

    def _grouped(self, seen: Scope) -> tuple[str, Scope]:
        self._kinds = ()
        return f"{self._column(TEXT, seen)} as k, {self._made(_TOTALS, seen)} as n", Scope(
            {TEXT: ["k"], INT: ["n"]}, ["k", "n"]
        )

    def _targets(self, seen: Scope, own: Scope, depth: int, kinds: Sequence[str]) -> tuple[str, Scope]:
        self._kinds = ()
        if not kinds and self._often(12):
            return self._pick(("*", f"{self._pick(own.aliases)}.*")), _bare(own)
        given, targets = Scope(), []
        kinds = kinds or [
            self._pick((TEXT, TEXT, INT, DATE, "personal", "personal")) for _ in range(1 + self._chance.randrange(3))
        ]
        for kind in kinds:
            item = (
                self._column(kind, seen)
                if kind == "personal" or self._often(50)
                else self._expression(kind, seen, depth)
            )
            name = self._pick(_NAMES) if self._often(35) else ""
            targets.append(f'{item} as "{name}"' if name else item)
            called = name or (item.split(".")[-1] if item.replace(".", "").replace("_", "").isalnum() else "")
            if called:
                given.columns.setdefault(kind, []).append(called)
                given.aliases.append(called)
        self._kinds = tuple(kinds)
        return ", ".join(targets), given

    def _from(self, depth: int, outer: Scope) -> tuple[str, Scope]:
        source, scope = self._source(depth, outer)
        while self._often(35) and len(scope.aliases) < 3:
            other, more = self._source(depth, scope)
            both = scope.plus(more)
            how = self._pick(("join", "left join", "join", "cross join", "full join", "right join"))
            if self._bold():
                how, condition = "natural join", ""
            elif how == "cross join":
                condition = ""
            elif how == "full join" or self._often(40):
                condition = f" using ({self._pick(('customer_id', 'customer_id', 'plan', 'note'))})"
            else:
                condition = f" on {self._bool(both, 0)}"
            source, scope = f"{source} {how} {other}{condition}", both
        return source, scope

    def _source(self, depth: int, before: Scope) -> tuple[str, Scope]:
        alias = self._pick(_ALIASES) if self._often(8) else self._name("t")
        if self._common and self._often(30):
            name = self._pick(list(self._common))
            return f"{name} {alias}", _called(self._common[name], alias)
        if depth > 0 and self._often(25):
            lateral = before.aliases and self._often(40)
            select, given = self._select(depth - 1, before if lateral else Scope())
            return f"{'lateral ' if lateral else ''}({select}) {alias}", _called(given, alias)
        if self._often(4):
            return f"(values ('C1', 1), ('C2', 2)) as {alias}(v, n)", _called(Scope({TEXT: ["v"], INT: ["n"]}), alias)
        table = self._chance.choices(list(TABLES), _WEIGHTS)[0]
        columns = {kind: list(names) for kind, names in TABLES[table].items()}
        schema = "pg_catalog" if table.startswith("pg_") else "public"
        spelled = self._pick((table, table, f"{schema}.{table}", f"only {table}"))
        if self._often(12):
            return spelled, _called(Scope(columns), self._pick((table, f"{schema}.{table}")))
        return f"{spelled} {alias}", _called(Scope(columns), alias)

    # -- expressions

    def _bold(self) -> bool:
        return self._often(self._boldness * 100)

    def _odd(self, seen: Scope) -> str:
        if seen.columns.get("personal") and self._often(60):
            return self._pick(seen.columns["personal"])
        return self._pick(_ODD).format(alias=self._pick(seen.aliases or ["t1"]))

    def _column(self, kind: str, seen: Scope) -> str:
        if self._bold():
            return self._odd(seen)
        names = seen.columns.get(kind)
        if not names:
            return self._constant(TEXT if kind == "personal" else kind)
        name = self._pick(names)
        return name.split(".")[-1] if self._often(20) else name

    def _constant(self, kind: str) -> str:
        constant = self._pick(_CONSTANTS[kind])
        if self._values or not self._often(6) or not constant.startswith("'"):
            return constant
        self._values.append(constant.strip("'"))
        return "$1::text"

    def _expression(self, kind: str, seen: Scope, depth: int) -> str:
        if self._bold():
            return self._odd(seen)
        if self._often(45) and seen.columns.get(kind):
            return self._column(kind, seen)
        if depth > 0 and kind != DATE and self._often(8):
            return f"({self._scalar(kind, seen, depth)})"
        return self._made(_FORMS[kind], seen)

    def _made(self, forms: tuple[str, ...], seen: Scope) -> str:
        """One of the forms: <t> <i> <d> are columns, <ct> <ci> <cd> constants, <T> an expression, <b> a condition."""
        form = self._pick(forms)
        if self._deep > 3 and ("<b>" in form or "<T>" in form):
            form = forms[0]
        self._deep += 1
        made = _HOLE.sub(lambda hole: self._hole(hole[1], seen), form)
        self._deep -= 1
        return made

    def _hole(self, what: str, seen: Scope) -> str:
        if what == "b":
            return self._bool(seen, 0)
        if what == "T":
            return self._expression(TEXT, seen, 0)
        if what.startswith("c"):
            return self._constant(_KINDS[what[1]])
        return self._column(_KINDS[what], seen)

    def _scalar(self, kind: str, seen: Scope, depth: int) -> str:
        source, own = self._from(depth - 1, seen)
        both = own.plus(seen)
        made = "count(*)" if kind == INT and self._often(50) else f"max({self._expression(kind, own, 0)})"
        return f"select {made} from {source} where {self._bool(both, 0)}"

    def _bool(self, seen: Scope, depth: int) -> str:
        if depth > 0 and self._often(20):
            source, own = self._from(depth - 1, seen)
            if self._often(50):
                return (
                    f"{self._pick(('', 'not '))}exists (select 1 from {source} where {self._bool(own.plus(seen), 0)})"
                )
            kind = self._pick((TEXT, INT))
            how = self._pick(("in", "not in", "= any", "> all"))
            return f"{self._column(kind, seen)} {how} (select {self._column(kind, own)} from {source})"
        return self._made(_CONDITIONS, seen)


def _quoted(name: str) -> str:
    return f'"{name}"' if name in ("case", "array", "coalesce", "nullif") else name


def _called(scope: Scope, alias: str) -> Scope:
    return Scope(
        {kind: [f"{alias}.{_quoted(each)}" for each in names] for kind, names in _bare(scope).columns.items()}, [alias]
    )


def _bare(scope: Scope) -> Scope:
    columns = {kind: [each.split(".")[-1].strip('"') for each in names] for kind, names in scope.columns.items()}
    return Scope(columns, [each for names in columns.values() for each in names])
