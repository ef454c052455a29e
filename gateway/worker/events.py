"""What the journal keeps of the worker."""

from dataclasses import dataclass
from typing import ClassVar

from gateway.audit.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessMailed(Event):
    """The day's checkpoint was accepted by the mail server for every witness. `day` is the day in Japan."""

    kind: ClassVar[str] = "witness.mailed"

    day: str
    size: int
    witnesses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmMailed(Event):
    """Every alarm from entry `first` to entry `through` was told in one mail, which the mail server took for `recipients`.

    `missed` recipients were refused by it or could not be reached in time.
    """

    kind: ClassVar[str] = "alarm.mailed"

    first: int
    through: int
    alarms: int
    recipients: int
    missed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeMailed(Event):
    """What journal entry `entry` says of an order was told by mail; the mail server took it for `recipients` people.

    `missed` of them were refused by it or could not be reached in time. The order is no index field: the worker speaks
    for nobody, and the entry it names has it. `subject` is the order once more, so that its history has this.
    """

    kind: ClassVar[str] = "notice.mailed"

    work_order: str
    entry: int
    about: str
    recipients: int
    missed: int
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeUnsent(Event):
    """Nobody was told by mail of what entry `entry` says of an order, and nobody will be: `why`. `subject` is the order."""

    kind: ClassVar[str] = "notice.unsent"

    work_order: str
    entry: int
    about: str
    why: str
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateEnding(Event):
    """The last to end of the certificates pinned for `target` ends on `ends_on` (Japan), in `days`, or is `over`."""

    kind: ClassVar[str] = "target.certificate_ending"

    print: str
    ends_on: str
    days: int
    over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliciesDiffer(Event):
    """The nodes that run decide by different policies: each node's name and the beginning of its policy's SHA-256."""

    kind: ClassVar[str] = "node.policies_differ"

    nodes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmUnsent(Event):
    """Alarms from entry `first` on cannot be mailed at the moment; they are tried again until they are. Once an outage."""

    kind: ClassVar[str] = "alarm.unsent"

    first: int
    alarms: int
    why: str
