"""What the gate for statements costs: microseconds for reading, judging and the verdict, and the worst texts it may get.

`python -m tests.benchmarks.statements` prints one line per shape; each figure is the median. No server is asked. A statement that
is prepared, or asked again in the same words, is judged once (`relay.postgres.gate` remembers); these are the costs of the first.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median

from gateway.guards.statements import (
    Field,
    Format,
    Keys,
    Mask,
    Snapshot,
    Statement,
    judge,
    masked,
    masked_value,
    normalised,
)
from gateway.guards.statements.shapes import Refusal
from gateway.guards.statements.tree import parsed
from gateway.vocabulary.column import Kind
from tests.gateway.guards.statements.a_catalogue import CATALOGUE, LIMITS

SHAPES = {
    "one customer": "select customer_id, name, phone from customers where customer_id = $1",
    "star": "select * from customers order by customer_id limit 50",
    "CTE and join": "with x as (select customer_id, plan, phone from public.customers c where plan = 'a' and client_code = $1) "
    "select x.customer_id, x.phone, p.title from x join plans p on p.code = x.plan order by 1 limit 10",
    "one row, nobody's data": "select code, price from plans where code = 'gold'",
    "aggregate (HAVING added)": "select plan, count(*), avg(points) from customers where joined > $1 group by plan order by 2",
    "refused": "select customer_id from customers where phone like '090%'",
    "IN list of 5,000": f"select customer_id from customers where points in ({','.join(map(str, range(5000)))})",
    "5,000 outputs": f"select {','.join(['customer_id'] * 5000)} from customers",
}
WORST = {
    "64 KiB of parentheses": "select " + "(" * 32_000 + "1" + ")" * 32_000,
    "64 KiB of commas": "select " + ",".join("1" * 32_000),
    "64 KiB of joins": "select 1 from " + ",".join(f"plans a{at}" for at in range(5000)),
    "64 KiB of common tables": "with " + ",".join(f"a{at} as (select 1)" for at in range(3300)) + " select 1",
    "64 KiB of names": "select "
    + ",".join(f"a{at}.price" for at in range(1500))
    + " from "
    + ",".join(f"plans a{at}" for at in range(1500)),
}


def microseconds(call: Callable[[], object], seconds: float = 0.3) -> float:
    """The median of as many rounds of calls as fit; a round takes about a millisecond, or is one call."""
    begun = time.perf_counter()
    call()
    calls = max(1, int(0.001 / (time.perf_counter() - begun)))
    rounds = []
    while time.perf_counter() - begun < seconds or not rounds:
        started = time.perf_counter()
        for _ in range(calls):
            call()
        rounds.append((time.perf_counter() - started) / calls * 1e6)
    return median(rounds)


def main() -> None:
    """Prints the table."""
    for name, sql in (SHAPES | WORST).items():
        try:
            parsing = f"{microseconds(lambda sql=sql: parsed(sql, LIMITS.statement_bytes_max)):12,.0f}"
        except Refusal:  # too deep or too long to be read at all: there is nothing to time
            parsing = "           -"
        judging = microseconds(lambda sql=sql: judge(sql, CATALOGUE, LIMITS))
        verdict = "permitted" if isinstance(judge(sql, CATALOGUE, LIMITS), Statement) else "refused"
        print(f"{name:28} parse {parsing} us   judge with parse {judging:12,.0f} us   {verdict}")
    count, order = SHAPES["aggregate (HAVING added)"], replace(LIMITS, clients=frozenset({"A01", "B02"}))
    print(
        f"same, order of two clients   judge with parse {microseconds(lambda: judge(count, CATALOGUE, order)):8,.0f} us"
    )
    one = SHAPES["one customer"]
    print(f"text for the journal         {microseconds(lambda: normalised(one)):8.2f} us")
    statement = judge(one, CATALOGUE, LIMITS)
    names = ("customer_id", "client_code", "name", "phone")
    origins = Snapshot([(1, at, "public", "customers", name) for at, name in enumerate(names, 1)], CATALOGUE)
    fields = [Field(relation_oid=1, attribute=at, type_oid=25, format=Format.TEXT) for at in (1, 3, 4, 2, 1)]
    keys = Keys(statement, fields, origins)
    row = [b"C1", b"x", b"x", b"A01", b"C1"]
    print(f"whose one row is             {microseconds(lambda: keys.of(row)):8.2f} us")
    field = Field(relation_oid=1, attribute=1, type_oid=25, format=Format.TEXT)
    output = statement.aligned(3)[0]
    print(f"verdict on one field         {microseconds(lambda: masked(field, output, origins)):8.2f} us")
    value = "山田　花子".encode()
    print(
        f"masking of one value         {microseconds(lambda: masked_value(value, field, Mask(kind=Kind.NAME))):8.2f} us"
    )


if __name__ == "__main__":
    main()
