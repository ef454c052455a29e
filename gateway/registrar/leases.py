"""One person, one terminal at a time (R-17). Sessions of one person on one terminal share a lease; the last one frees it.

The lease is a row, written in the transaction that opens or ends the session, so no crash can leave one without the other.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from gateway.registrar.ports import Leases


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The person works at another terminal."""

    terminal: str

    def __bool__(self) -> NoReturn:
        raise TypeError("match on Held | None")


@dataclass(frozen=True, slots=True, kw_only=True)
class Full:
    """The person has as many sessions open as one person may."""

    sessions: int

    def __bool__(self) -> NoReturn:
        raise TypeError("match on Full | None")


def take(
    leases: Leases, person: str, *, terminal: str, node: str, sessions_max: int, now: datetime
) -> Held | Full | None:
    """Count one more session of `person` on `terminal`, or say which other terminal holds the lease, or that it is enough."""
    holder = leases.holder(person)
    held_by, sessions = holder if holder is not None else (terminal, 0)
    if held_by != terminal:
        return Held(terminal=held_by)
    if sessions >= sessions_max:
        return Full(sessions=sessions)
    leases.put(person, terminal=terminal, node=node, sessions=sessions + 1, since=now)
    return None


def release(leases: Leases, person: str, *, node: str, now: datetime) -> None:
    """Count one session less; the last one frees the person. Nothing where no lease is left."""
    holder = leases.holder(person)
    if holder is None:
        return
    terminal, sessions = holder
    if sessions <= 1:
        leases.drop(person)
    else:
        leases.put(person, terminal=terminal, node=node, sessions=sessions - 1, since=now)
