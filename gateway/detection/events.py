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


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsSwept(Event):
    """`person` was shown `rows` rows of `table` within an hour, masked ones too (R-06)."""

    kind: ClassVar[str] = "sweep.rows"

    table: str
    rows: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementsSwept(Event):
    """`person` asked at least `statements` different statements within an hour, refused ones too."""

    kind: ClassVar[str] = "sweep.statements"

    statements: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysSwept(Event):
    """`person` goes through `table` by its keys: `steps` answers, each from where the one before ended. No key is kept."""

    kind: ClassVar[str] = "sweep.keys"

    table: str
    steps: int
    minutes: int
