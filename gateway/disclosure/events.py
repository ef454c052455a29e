"""What the journal keeps of disclosures: counts, exact, by client and table. No value, no number of a person, no digest.

`client` is the client's code, "" for rows that belong to no known client; None stands for all clients together. `statement` is
the session's own count, the same as in its recording. What the registrar has given out counts as used before a row goes out, in
the database; people in clear are journalled in that transaction, masked rows within a second of being shown. Where a session
ends without saying what it showed, all that it had been given is journalled as shown "at most".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from gateway.audit.event import Event
from gateway.disclosure.spans import Exceeded, Near, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureShown(Event):
    """Of `client`'s rows in `table`, `people` records in clear and `rows` with columns masked were shown.

    By the statements from `statement` to `through`. `at_most`: nobody said how many; no more than these can have been. `day` is
    the day in Japan they count for.
    """

    kind: ClassVar[str] = "disclosure.shown"

    client: str
    table: str
    statement: int
    through: int
    people: int
    rows: int
    at_most: bool
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureForeign(Event):
    """An answer held rows of a client that the work order does not name: nothing of it was shown (R-25)."""

    kind: ClassVar[str] = "disclosure.foreign_client"

    client: str
    table: str
    statement: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureNear(Event):
    """The warning share of a cap is used up; told once for each cap, by the answer that crossed it."""

    kind: ClassVar[str] = "disclosure.near"

    client: str | None = None
    span: Span
    used: int
    cap: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureFrozen(Event):
    """An answer would have gone past a cap: nothing of it was shown, and the person is shown nothing more at this `door`."""

    kind: ClassVar[str] = "disclosure.frozen"

    client: str | None = None
    span: Span
    used: int
    cap: int
    statement: int
    door: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureReleased(Event):
    """A supervisor let a frozen person go on within the caps. `person` is who was frozen; `asked_by`: where it took two."""

    kind: ClassVar[str] = "disclosure.released"

    supervisor: str
    reason: str
    door: str
    asked_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureRaised(Event):
    """Two supervisors added `people` and `rows` to every cap of the person at this `door`, until the end of the day in Japan."""

    kind: ClassVar[str] = "disclosure.raised"

    supervisors: tuple[str, ...]
    people: int
    rows: int
    reason: str
    door: str


def near_events(near: tuple[Near, ...], **around: str | None) -> Iterator[DisclosureNear]:
    """One event for each cap whose warning share was crossed just now."""
    for each in near:
        if each.crossed:
            yield DisclosureNear(client=each.client, span=each.span, used=each.used, cap=each.cap, **around)


def frozen_events(
    exceeded: tuple[Exceeded, ...], statement: int, door: str, **around: str | None
) -> Iterator[DisclosureFrozen]:
    """One event for each cap in the way."""
    for each in exceeded:
        yield DisclosureFrozen(
            client=each.client,
            span=each.span,
            used=each.used,
            cap=each.cap,
            statement=statement,
            door=door,
            **around,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureEstimated(Event):
    """A shell was about to show `people` further people masked: an estimate, the same people for each of the `clients`."""

    kind: ClassVar[str] = "disclosure.estimated"

    clients: tuple[str, ...]
    people: int
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureCanary(Event):
    """A value of a canary person of `client`'s was about to be shown, masked or not. `canary` is its id, `value` what it is."""

    kind: ClassVar[str] = "disclosure.canary"

    client: str
    canary: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureUnread(Event):
    """Within `days` days shells showed the person so many `units` of text that nobody reads (gateway/guards/opaque)."""

    kind: ClassVar[str] = "disclosure.unread"

    days: int
    units: int
