"""Queries nobody would write, made by chance over the tests' schema: most ask for something personal in one way or another."""

import random

_TABLES = {
    "customers": "customer_id client_code plan joined points name kana phone email address birth_date line_id card_number note"
    " balance photo tags unclassified ctid",
    "calls": "call_id customer_id seconds caller memo",
    "v_contact": "id tel",
    "plans": "code title price",
    "leads": "lead_id source contact",
    "copy_of_customers": "customer_id phone",
}
_TABLE_WEIGHTS = (10, 5, 3, 3, 2, 0.2)
_FUNCTIONS = (
    "upper",
    "length",
    "count",
    "min",
    "max",
    "concat",
    "md5",
    "string_agg",
    "to_json",
    "leak",
    "coalesce",
    "array_agg",
    "left",
)
_OPERATORS = ("=", "<>", "<", "||", "like", "~", "is distinct from", "in", "between")
_TYPES = ("text", "int", "varchar", "date", "name", "json")
_CONSTANTS = ("'hikari'", "'C1'", "1", "3", "null", "'_-%'", "true", "date '2020-01-10'")
_SETS = ("union all", "union all", "union all", "union", "except", "intersect")
_JOINS = ("join", "join", "left join", "left join", "full join", "cross join", "cross join")


class Asking:
    """One stream of queries. `boldness` is how often a name is taken that is not in scope or not harmless."""

    def __init__(self, seed: int | random.Random, boldness: float) -> None:
        self._chance = seed if isinstance(seed, random.Random) else random.Random(seed)
        self._boldness = boldness
        self._count = 0

    def query(self, depth: int = 3) -> str:
        return self._with(depth) + self._set(depth, [])

    def _pick(self, *choices: str) -> str:
        return self._chance.choice(choices)

    def _often(self, share: float) -> bool:
        return self._chance.random() < share

    def _rarely(self, odd: str, usual: str) -> str:
        return odd if self._often(self._boldness / 2) else usual

    def _alias(self) -> str:
        self._count += 1
        return f"t{self._count}"

    def _with(self, depth: int) -> str:
        self._common: dict[str, list[str]] = {}
        if depth < 2 or not self._often(0.3):
            return ""
        name = self._alias()
        select, outputs = self._select(depth - 1, [])
        self._common[name] = outputs
        return f"with {name} as {self._pick('', 'materialized ')}({select}) "

    def _set(self, depth: int, outer: list[str]) -> str:
        select, outputs = self._select(depth, outer)
        if self._often(0.12) and "*" not in select.split(" from ")[0]:
            items = ", ".join(self._expression([], 1) for _ in outputs)
            other = f"select {items}" if self._often(0.5) else self._select(depth - 1, outer, len(outputs))[0]
            return (
                f"{select} {self._pick(*_SETS)} {other}"
                if "order by" not in select and "limit" not in select
                else select
            )
        return select

    def _select(self, depth: int, outer: list[str], width: int = 0) -> tuple[str, list[str]]:
        source, names = self._from(depth)
        seen = names + (outer if self._often(0.5) else [])
        items, outputs = self._items(seen, names, depth, width)
        parts = [f"select {self._pick('', '', '', '', 'distinct ')}{', '.join(items)} from {source}"]
        if self._often(0.4):
            parts.append(f"where {self._condition(seen, depth)}")
        if self._often(0.15):
            parts.append(f"group by {', '.join(self._ordered(seen, outputs) for _ in range(2))}")
            if self._often(0.3):
                parts.append(f"having {self._condition(seen, depth)}")
        if self._often(0.2):
            parts.append(f"order by {self._ordered(seen, outputs)}")
        if self._often(0.15):
            counted = self._rarely("(select length(phone) from customers limit 1)", "4")
            parts.append(f"limit {self._pick('2', '5', '7', '3 offset 1', counted)}")
        return " ".join(parts), outputs

    def _items(self, seen: list[str], names: list[str], depth: int, width: int) -> tuple[list[str], list[str]]:
        if not width and self._often(0.15):
            star = self._pick("*", f"{self._pick(*names).split('.')[0]}.*")
            return [star], [each.split(".")[1] for each in names if "." in each]
        items, outputs = [], []
        for _ in range(width or self._chance.randint(1, 3)):
            item = self._bare(seen) if self._often(0.65) else self._expression(seen, depth)
            name = self._pick("plan", "phone", "a", "b", "x", item.split(".")[-1])
            named = self._often(0.4) and name.isidentifier()
            items.append(f"{item} as {name}" if named else item)
            outputs.append(name if named else item.split(".")[-1])
        return items, [each for each in outputs if each.isidentifier()] or ["a"]

    def _from(self, depth: int) -> tuple[str, list[str]]:
        source, names = self._source(depth)
        for _ in range(self._chance.choice((0, 0, 0, 1, 1, 2))):
            other, more = self._source(depth)
            how = self._rarely("natural join", self._pick(*_JOINS))
            condition = "" if how in ("cross join", "natural join") else f" on {self._condition(names + more, 0)}"
            if condition and self._often(0.2):
                condition = f" using ({self._pick('customer_id', 'phone', 'plan')})"
            if self._often(0.2):
                sub, columns = self._select(max(depth - 1, 0), names)
                alias = self._alias()
                other, more = f"lateral ({sub}) {alias}", [f"{alias}.{each}" for each in columns]
                how, condition = "cross join", ""
            source, names = f"{source} {how} {other}{condition}", names + more
        return source, names

    def _source(self, depth: int) -> tuple[str, list[str]]:
        alias = self._alias()
        if self._common and self._often(0.4):
            name = self._pick(*self._common)
            return f"{name} {alias}", [f"{alias}.{each}" for each in self._common[name]]
        if depth > 0 and self._often(0.3):
            select, outputs = self._select(depth - 1, [])
            renamed = self._often(0.2) and "*" not in select.split(" from ")[0]
            names = [f"c{at}" for at in range(len(outputs))] if renamed else outputs
            columns = f"({', '.join(names)})" if renamed else ""
            return f"({select}) {alias}{columns}", [f"{alias}.{each}" for each in names]
        table = self._chance.choices(list(_TABLES), _TABLE_WEIGHTS)[0]
        columns = _TABLES[table].split()
        return f"{self._pick('', 'public.')}{table} {alias}", [f"{alias}.{each}" for each in columns]

    def _bare(self, names: list[str]) -> str:
        if self._often(self._boldness):
            name = self._pick("phone", "plan", "customer_id", "name", "x", "a", "ctid", "nosuch")
            return self._pick(
                name, name, f"{self._pick(*names).split('.')[0]}.{name}", self._pick(*names).split(".")[0]
            )
        tame = [each for each in names if each.split(".")[-1] in _TAME]
        chosen = self._pick(*(names if self._often(0.4) or not tame else tame))
        return chosen if self._often(0.8) else chosen.split(".")[-1]

    def _tame(self, names: list[str]) -> str:
        tame = [each for each in names if each.split(".")[-1] in _TAME] or ["1"]
        return self._bare(names or ["t.a"]) if self._often(self._boldness) and names else self._pick(*tame)

    def _expression(self, names: list[str], depth: int) -> str:
        chance = self._chance.randint(0, 11)
        value = self._tame(names) if names and self._often(0.8) else self._pick(*_CONSTANTS)
        other = self._tame(names) if names and self._often(0.5) else self._pick(*_CONSTANTS)
        if depth > 0 and chance == 0:
            return f"({self._select(depth - 1, names, 1)[0]} limit 1)" if names else value
        forms = {
            1: f"{self._pick(*_FUNCTIONS)}({value})",
            2: f"{value}::{self._pick(*_TYPES)}",
            3: f"({value} || {other}::text)",
            4: f"case when {value} = {other} then {other} else {value} end",
            5: f"coalesce({value}, {other})",
            6: f"count({value}) over (partition by {other})",
            7: "count(*)",
            8: f"count(*) filter (where {value} = {other})",
            9: f"({value})",
            10: f"{self._pick(*_FUNCTIONS)}({value}, {other})",
        }
        return forms.get(chance, value)

    def _condition(self, names: list[str], depth: int) -> str:
        if depth > 0 and self._often(0.2):
            select = self._select(depth - 1, names, 1)[0]
            return self._pick(f"exists ({select})", f"{self._tame(names)} in ({select})", f"not exists ({select})")
        value, operator = self._tame(names), self._pick(*_OPERATORS)
        other = self._pick(*_CONSTANTS) if self._often(0.6) else self._tame(names)
        if self._often(0.75):
            value, other = f"{value}::text", f"{other}::text"
        if operator == "in" and "::" not in value:
            return f"{value} in ({other}, {self._pick(*_CONSTANTS)})"
        if operator in ("between", "in"):
            return f"{value} between {other} and {other}"
        return f"{value} {operator} {other}"

    def _ordered(self, seen: list[str], outputs: list[str]) -> str:
        return self._pick(self._tame(seen), self._tame(seen), self._pick(*outputs), self._pick("1", "2", "7"))


_TAME = {
    *("customer_id", "client_code", "plan", "joined", "points", "call_id", "seconds", "id", "code", "title", "price"),
    *("lead_id", "source", "a", "b", "x", "c0", "c1"),
}
