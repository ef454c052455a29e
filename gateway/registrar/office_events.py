"""What the command line and the pages tell of themselves: a failed log-in, something refused, a journal that was exported."""

from dataclasses import dataclass
from typing import ClassVar

from gateway.audit.event import Event
from gateway.authentication.ledger import Factor
from gateway.authentication.ports import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDeclined(Event):
    """Somebody did not prove to be `username` (as typed, at most 64 letters) at the office's door."""

    kind: ClassVar[str] = "office.declined"
    username: str
    os_user: str
    factor: Factor
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalExported(Event):
    """A self-contained copy of the journal's first `size` entries was made. `person` is who made it."""

    kind: ClassVar[str] = "journal.exported"
    by_username: str
    os_user: str
    size: int
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRefused(Event):
    """`person` tried at the office what no role of his permits; nothing was done. `subject` is what it was about."""

    kind: ClassVar[str] = "office.refused"
    by_username: str
    os_user: str
    permission: str
    subject: str | None = None
