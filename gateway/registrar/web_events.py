"""What the registrar writes down about sessions of the web office: begun, proved anew, seen elsewhere, ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from gateway.audit.event import Event
from gateway.authentication.web_session import EndReason
from gateway.crypto.assertion import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSignedIn(Event):
    """`person` signed in to the web office from `address`; `web` is the session, `ends_at` its absolute limit."""

    kind: ClassVar[str] = "office.signed_in"
    by_username: str
    os_user: str | None
    web: str
    way: Way
    address: str
    agent: str
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeProvedAgain(Event):
    """`person` proved a factor once more within a session."""

    kind: ClassVar[str] = "office.proved_again"
    by_username: str
    os_user: str | None
    web: str
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSeenElsewhere(Event):
    """A session was carried on from another address than before: a telephone on the move, or a copied cookie."""

    kind: ClassVar[str] = "office.seen_elsewhere"
    web: str
    address: str
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSignedOut(Event):
    """`person`'s session is over. `by` (id and user name) is who ended it; None where time or a change of the account did."""

    kind: ClassVar[str] = "office.signed_out"
    web: str
    reason: EndReason
    address: str
    by: str | None = None
    by_username: str | None = None
