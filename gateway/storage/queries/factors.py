"""What a person proves himself with, as he and an administrator may read of it: kinds, names and times, nothing sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from gateway.authentication.passkey import PasskeyLine
from gateway.storage.cells import Cells
from gateway.storage.statements import one
from gateway.storage.stores.person_factors import PersonFactors
from gateway.storage.tables import ENROLMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLine:
    """A person's newest link: who issued it, when, until when it is good, when it was used."""

    issued_by: str
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorsLine:
    """`kinds` are those of password, totp and passkey that there are; `recovery_left` how many recovery codes are unused."""

    kinds: tuple[str, ...]
    passkeys: Sequence[PasskeyLine]
    recovery_left: int
    link: LinkLine | None


def factors(connection: Connection, person: str) -> FactorsLine:
    """Everything of one person."""
    held = PersonFactors(connection)
    return FactorsLine(
        kinds=held.kinds(person),
        passkeys=tuple(held.passkeys.lines(person)),
        recovery_left=held.recovery_codes.left(person),
        link=_link(connection, person),
    )


def _link(connection: Connection, person: str) -> LinkLine | None:
    shown = (
        ENROLMENT.c.person_id,
        ENROLMENT.c.issued_by,
        ENROLMENT.c.issued_at,
        ENROLMENT.c.expires_at,
        ENROLMENT.c.used_at,
    )
    row = one(connection, select(*shown).where(ENROLMENT.c.person_id == person))
    if row is None:
        return None
    cells = Cells(ENROLMENT, row)
    return LinkLine(
        issued_by=cells.text("issued_by"),
        issued_at=cells.moment("issued_at"),
        expires_at=cells.moment("expires_at"),
        used_at=cells.maybe_moment("used_at"),
    )
