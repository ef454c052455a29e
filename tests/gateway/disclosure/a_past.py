"""Budgets of one person for tests: short caps, digests that a keeper would make, moments of Japan's days."""

import hashlib
from datetime import date, datetime, timedelta

from gateway.disclosure.budget import Budget
from gateway.disclosure.past import Past
from gateway.disclosure.shown import Shown
from gateway.vocabulary.caps import BudgetCaps, Caps
from gateway.vocabulary.clock import JST

SHIPPED = Caps(session=20, day=50, days_30=300, days_365=1500, rows_day=1000)
DEFAULT = BudgetCaps(per_client=SHIPPED, in_all=SHIPPED)
DAY = date(2026, 11, 23)


def noon(day: date = DAY, days: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=JST) + timedelta(days=days)


def digest(client: str, message: bytes) -> bytes:
    return hashlib.blake2b(message, key=f"key of {client}".encode(), digest_size=16).digest()


def people(*numbers: int, client: str = "C01") -> Shown:
    return Shown(people=frozenset((client, number.to_bytes(16, "big")) for number in numbers), rows={})


def rows(number: int, client: str = "C01") -> Shown:
    return Shown(people=frozenset(), rows={client: number})


def budget(
    past: Past | None = None, session: str = "S1", now: datetime | None = None, caps: BudgetCaps = DEFAULT
) -> Budget:
    return Budget.of(caps, 80, past or Past(), session, now or noon())
