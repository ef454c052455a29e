"""Client companies (委託元), the companies that work for them, and the papers by which a client lets a sub-processor in.

Only what is written counts: a consent names its memorandum, its days and the SHA-256 of the paper; a word on the telephone has
no form here (R-79). The operator's own company needs none; every other employer needs one from each client (R-28). What
nobody registered is not there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

PROCESSOR: Final = "processor"  # the kind of employer whose people the clients have entrusted directly
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A client company. `id` is its code; `contact` is an office (department, switchboard), never a person's own data."""

    id: str
    name: str
    kana: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One written consent of a client to the sub-outsourcing to one employer, from `valid_from` to `valid_until` inclusive.

    `memorandum` is the version of the memorandum it is part of and `dated` that paper's date; `document` says where the paper
    is kept and `sha256` (32 bytes) which one it is. Ended is ended: `ended_at` set, it covers no day any more.
    """

    id: str
    client: str
    employer: str
    memorandum: str
    dated: date
    scope: str
    valid_from: date
    valid_until: date
    document: str
    sha256: bytes
    registered_by: str
    registered_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None
    end_reason: str | None = None

    def covers(self, day: date) -> bool:
        """True on the days for which the client's word stands."""
        return self.ended_at is None and self.valid_from <= day <= self.valid_until


class Missing(StrEnum):
    """What is wrong with the paper for one client."""

    NEVER = "never"  # none was ever registered
    WITHDRAWN = "withdrawn"  # there was one, and it was ended
    NOT_YET = "not-yet"  # it begins later
    EXPIRED = "expired"  # it ended before, or ends within the asked days


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """One client without whose paper the employer's people may not touch its data. `name` is its id where nobody knows it."""

    client: str
    name: str
    why: Missing
    memorandum: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Client → operator → employer: one employer with all the consents given for it, and the names of the clients."""

    employer: str
    name: str
    kind: str
    operator: str = ""  # the operator's own name, where exactly one processor is registered
    consents: tuple[Consent, ...] = ()
    clients: tuple[Client, ...] = ()

    @property
    def needs_consent(self) -> bool:
        """True unless the clients have entrusted this employer themselves."""
        return self.kind != PROCESSOR

    def lacking(self, clients: Iterable[str], first: date, last: date) -> tuple[Lacking, ...]:
        """Those of these clients whose consents do not cover every day from `first` to `last`; in the order given, each once."""
        if not self.needs_consent:
            return ()
        names = {client.id: client.name for client in self.clients}
        return tuple(self._lacking(client, names, first) for client in self._uncovered(clients, first, last))

    def _uncovered(self, clients: Iterable[str], first: date, last: date) -> Iterator[str]:
        for client in dict.fromkeys(clients):
            if not _covered(self._given_by(client), first, last):
                yield client

    def _given_by(self, client: str) -> tuple[Consent, ...]:
        return tuple(each for each in self.consents if each.client == client and each.employer == self.employer)

    def _lacking(self, client: str, names: dict[str, str], first: date) -> Lacking:
        given = self._given_by(client)
        nearest = max(given, key=lambda each: (each.ended_at is None, each.valid_until), default=None)
        return Lacking(
            client=client,
            name=names.get(client, client),
            why=_why(nearest, first),
            memorandum=None if nearest is None else nearest.memorandum,
            until=None if nearest is None else nearest.valid_until,
        )


def unknown_chain(employer: str) -> Chain:
    """Nothing is known of the employer: it needs every paper and has none."""
    return Chain(employer=employer, name=employer, kind="")


def _covered(given: tuple[Consent, ...], first: date, last: date) -> bool:
    """True if every day from first to last is covered; a later consent may continue an earlier one."""
    day = first
    while day <= last:
        ends = [each.valid_until for each in given if each.covers(day)]
        if not ends:
            return False
        if max(ends) == date.max:
            return True
        day = max(ends) + _DAY
    return True


def _why(nearest: Consent | None, first: date) -> Missing:
    if nearest is None:
        return Missing.NEVER
    if nearest.ended_at is not None:
        return Missing.WITHDRAWN
    return Missing.NOT_YET if nearest.valid_from > first else Missing.EXPIRED
