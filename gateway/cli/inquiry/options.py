"""What both verbs of an inquiry take: the period, how many lines, and what of it is wanted."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import click

from gateway.wiring.office import Office
from gateway.wiring.office_budgets import today_of
from gateway.wiring.office_inquiry import Wanted

F = TypeVar("F", bound=Callable[..., Any])
DAY = click.DateTime(["%Y-%m-%d"])
LINES_MAX = 1_000_000


def period_options(function: F) -> F:
    """--from and --to, days in Japan."""
    until = click.option("--to", "until", type=DAY, help="終了日（既定: 今日） / to this day, Japan time")(function)
    return click.option(
        "--from", "since", type=DAY, help="開始日（既定: 記録の最初の日） / from this day on, Japan time"
    )(until)


def limit_option(function: F) -> F:
    """--limit."""
    lines = click.IntRange(1, LINES_MAX)
    return click.option("--limit", type=lines, default=1000, show_default=True, help="明細の件数 / lines")(function)


def wanted_of(
    office: Office, client: str, since: datetime | None, until: datetime | None, purpose: str, limit: int
) -> Wanted:
    """What is asked; without a beginning, from the first day on record."""
    last = today_of(office) if until is None else until.date()
    first = (office.lists.disclosures_since() or last) if since is None else since.date()
    first = min(first, last) if since is None else first
    return Wanted(client=client, since=first, until=last, purpose=purpose, limit=limit)
