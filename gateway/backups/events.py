"""What the journal hears of backups: one is begun (the copy has it, too), it is whole, and a copy is the truth now."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from gateway.audit.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupBegun(Event):
    """A backup of everything is begun by `os_user`. The last event of the journal in a backup is, or follows, its own."""

    kind: ClassVar[str] = "backup.begun"
    backup: str
    os_user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupMade(Event):
    """It is whole and was read back. `manifest` is the SHA-256 of its signed list; `missing` recordings had no file."""

    kind: ClassVar[str] = "backup.made"
    backup: str
    os_user: str
    manifest: bytes
    entries: int
    recordings: int
    missing: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRestored(Event):
    """From here on the journal continues a backup of `entries` entries, whose last one had the hash `head`.

    What came after those entries is not in this journal: a checkpoint or a witness that covers more shows another tree, and
    `witnessed` says how far one was known to reach (None: none was at hand). `dead_step` is the last 30 s step of one-time
    codes that is dead; `ended` how many orders, sign-ins, links and codes were ended, by table.
    """

    kind: ClassVar[str] = "backup.restored"
    backup: str
    made_at: datetime
    os_user: str
    manifest: bytes
    entries: int
    head: bytes
    dead_step: int
    ended: dict[str, int]
    witnessed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeExported(Event):
    """What a further node needs was written down, sealed, by `os_user`, when the journal had so many entries."""

    kind: ClassVar[str] = "node.exported"
    bundle: str
    os_user: str
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyRecovered(Event):
    """The file of the master key was gone; two custodians' shares put it back. `key` names the key."""

    kind: ClassVar[str] = "custody.recovered"
    os_user: str
    key: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodySplit(Event):
    """The master key was split for `custodians`, of whom two together have it. `key` names the key and tells nothing of it."""

    kind: ClassVar[str] = "custody.split"
    os_user: str
    custodians: int
    key: bytes
