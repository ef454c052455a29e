"""Once a day, from a time of day in Japan on: is today's letter still due? Pure.

The journal itself says whether it went out, so a worker that was away sends late rather than never, and never twice.
"""

from datetime import date, datetime, time

from gateway.vocabulary.clock import JST


def due_day(now: datetime, daily_at: time) -> date | None:
    """The day in Japan whose letter should be out by `now`; None before `daily_at`."""
    local = now.astimezone(JST)
    return local.date() if local.time() >= daily_at else None
