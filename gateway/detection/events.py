"""What suspicion writes down. Only the registrar appends these, in the transaction that wrote what they tell of."""

from dataclasses import dataclass
from typing import ClassVar

from gateway.audit.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalRepeated(Event):
    """`person` was refused at least `refusals` times within `minutes` (R-02). The other index fields are the last refusal's.

    `last` is that refusal's kind, `asked` what it was about where it says so (a channel request, a rule).
    """

    kind: ClassVar[str] = "refusal.repeated"

    refusals: int
    minutes: int
    last: str
    asked: str | None = None
