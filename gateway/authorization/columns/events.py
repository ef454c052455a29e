"""What the journal keeps of reading a database's schema. Written by the registrar itself; no process appends them."""

from dataclasses import dataclass
from typing import ClassVar

from gateway.audit.event import Event
from gateway.authorization.columns.reading import NotRead


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueRead(Event):
    """`by_username` has the schema of `database` on `target` read, through the role `account`: names and types, no rows."""

    kind: ClassVar[str] = "catalogue.read"

    database: str
    account: str
    by_username: str
    os_user: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueTold(Event):
    """What came of it: how many columns were told, or why none."""

    kind: ClassVar[str] = "catalogue.told"

    database: str
    columns: int | None = None
    left_out: int | None = None
    failed: NotRead | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueDrift(Event):
    """A session on `target` met relations of `database` with columns that nobody classified; they are masked."""

    kind: ClassVar[str] = "catalogue.drift"

    database: str
    relations: tuple[str, ...]
    relation_count: int
    column_count: int
