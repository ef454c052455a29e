"""What the catalogue and the budget cost: `python -m tests.benchmarks.disclosure`. Prints microseconds of one core's time."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from gateway.authorization.budgets import budgets_of
from gateway.authorization.columns.column_files import columns_of
from gateway.authorization.columns.proposal import ColumnFacts, propose
from gateway.authorization.columns.rendering import rendered
from gateway.authorization.purposes import purposes_of
from gateway.disclosure.budget import Budget
from gateway.disclosure.counting import Row, counted
from gateway.disclosure.past import Past
from gateway.disclosure.shown import Shown
from tests.gateway.disclosure.a_past import DAY, DEFAULT, digest, noon, people, rows

POLICIES = Path(__file__).parents[2] / "policies"


def microseconds(act: Callable[[], object], times: int) -> float:
    """The least of three averages."""
    least = float("inf")
    for _ in range(3):
        started = time.process_time()
        for _ in range(times):
            act()
        least = min(least, (time.process_time() - started) / times)
    return least * 1e6


def a_full_year() -> Past:
    """1,480 people over a year, 20 a day in 74 sessions, of 69 clients; masked rows on every day."""
    past = Past()
    for day in range(74):
        shown = Shown(
            people=frozenset((f"C{n % 69:02}", (day * 20 + n).to_bytes(16, "big")) for n in range(20)),
            rows={f"C{day % 69:02}": 10},
        )
        past = past.plus(shown, f"S{day}", DAY - timedelta(days=day * 4 + 40))
    return past


def main() -> None:
    """Print the table."""
    past, now = a_full_year(), noon()
    budget = Budget.of(DEFAULT, 80, past, "S", now)
    columns = {path.relative_to(POLICIES).as_posix(): path.read_bytes() for path in POLICIES.rglob("columns/*.toml")}
    purposes = purposes_of((POLICIES / "purposes.toml").read_bytes())
    budgets = (POLICIES / "budgets.toml").read_bytes()
    catalogue = columns_of(columns).catalogue("callcenter-db", "callcenter")
    facts = [
        ColumnFacts(schema="s", table=f"t{n // 20}", name=f"{word}_{n}", type="text", nullable=True)
        for n, word in enumerate(("phone", "status", "xyz", "氏名", "created_at") * 1000)
    ]
    masked = [Row(client="C01", subject="customer", number=str(n), revealed=False, masked=True) for n in range(1000)]
    revealed = [Row(client="C01", subject="customer", number=str(n), revealed=True, masked=False) for n in range(20)]
    for name, act, times in (
        ("catalogue: one column", lambda: catalogue.column("public", "customers", "phone"), 100_000),
        ("catalogue: load one file with its cases", lambda: columns_of(columns), 50),
        ("budgets: load with cases", lambda: budgets_of(budgets, purposes), 50),
        ("proposal: 5,000 columns as TOML", lambda: rendered(propose(facts), ["t"], "d"), 1),
        ("counting: 1,000 masked rows", lambda: counted(masked, digest, "S", 1), 20),
        ("counting: 20 people revealed", lambda: counted(revealed, digest, "S", 1), 500),
        ("budget: made of a year of 1,480 people", lambda: Budget.of(DEFAULT, 80, past, "S", now), 50),
        ("budget: an answer of masked rows", lambda: budget.after(rows(5), now), 2000),
        ("budget: an answer that reveals one person", lambda: budget.after(people(999_999), now), 500),
    ):
        print(f"{name:45} {microseconds(act, times):12.1f} us")


if __name__ == "__main__":
    main()
