"""What the command line and the pages tell of themselves: a failed log-in, something refused, a journal that was exported."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from gateway.audit.event import Event
from gateway.authentication.ledger import Factor
from gateway.authentication.ports import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDeclined(Event):
    """Somebody did not prove to be `username` (as typed, at most 64 letters) at the office's door.

    `address` and `agent` (at most 200 letters) are the browser's, where the door was the web office.
    """

    kind: ClassVar[str] = "office.declined"
    username: str
    os_user: str
    factor: Factor
    verdict: Verdict
    address: str | None = None
    agent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalExported(Event):
    """A self-contained copy of the journal's first `size` entries was made. `person` is who made it."""

    kind: ClassVar[str] = "journal.exported"
    by_username: str
    os_user: str
    size: int
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalVerified(Event):
    """The whole journal was verified by `person` in the pages: `outcome` is holds, does-not-hold or could-not-be-checked.

    `witness_size` is how far a witness's checkpoints agree, None where none were compared.
    """

    kind: ClassVar[str] = "journal.verified"
    by_username: str
    os_user: str
    outcome: str
    entries: int
    findings: int
    checked_at: datetime
    milliseconds: int
    witness_size: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRefused(Event):
    """`person` tried at the office what no role of his permits; nothing was done. `subject` is what it was about."""

    kind: ClassVar[str] = "office.refused"
    by_username: str
    os_user: str
    permission: str
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HostKeysFetched(Event):
    """`person` had host keys fetched from an address to be registered. `keys` are fingerprints; none: nobody answered."""

    kind: ClassVar[str] = "target.keys_fetched"
    by_username: str
    os_user: str
    address: str
    port: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetProbed(Event):
    """`person` had it tried whether a target lets anybody in who does not come through us. `ways` are those that are open.

    `outcome` is open, another-host, unclear, unreachable or closed; `shown` the fingerprint of the key that answered.
    """

    kind: ClassVar[str] = "target.probed"
    by_username: str
    os_user: str
    target: str
    address: str
    port: int
    outcome: str
    accounts: tuple[str, ...]
    offered: tuple[str, ...]
    ways: tuple[str, ...]
    shown: str | None
