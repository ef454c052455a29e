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
