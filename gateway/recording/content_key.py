"""What closes a recording's data key: a key pair of one day and one set of clients, so that it can be destroyed with them.

Recordings of work for the same clients that began on the same day share it, because they reach their end together. Its
private half lies sealed in the database and in no backup that outlives it: once it is gone, no copy of the file opens.
A file's key slot is version byte 2, name of the pair (16), wrapped key; slots of earlier versions are the wrapped key
alone, for the keeper's one lasting key.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from gateway.recording.paths import day_of

NAME_BYTES: Final = 16
LASTING: Final = b""
"""The name of the keeper's one lasting key."""
_VERSION: Final = b"\x02"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrapTo:
    """The public half of a pair (32 bytes), and its name (16 bytes, or LASTING)."""

    name: bytes
    public: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentKey:
    """A stored pair. `clients` are sorted codes; `sealed` is the private half, None once it was destroyed."""

    name: bytes
    day: str
    clients: tuple[str, ...]
    public: bytes
    sealed: bytes | None
    made_at: datetime
    destroyed_at: datetime | None = None


def slot(name: bytes, wrapped: bytes) -> bytes:
    """A file's key slot."""
    return wrapped if name == LASTING else _VERSION + name + wrapped


def read_slot(data: bytes) -> tuple[bytes, bytes]:
    """(name of the pair, wrapped key); the name is LASTING for slots of earlier versions."""
    if not data.startswith(_VERSION) or len(data) <= 1 + NAME_BYTES:
        return LASTING, data
    return data[1 : 1 + NAME_BYTES], data[1 + NAME_BYTES :]


def set_of(clients: Iterable[str]) -> tuple[str, ...]:
    """A set of clients in the one order it is stored in."""
    return tuple(sorted(set(clients)))


def began_on(recording: str) -> date:
    """The day (UTC) in a recording's identifier. Raises ValueError."""
    return datetime.strptime(day_of(recording), "%Y%m%d").date()  # noqa: DTZ007  # a day, no moment


def over_on(day: date, days: int) -> date:
    """The first day (UTC) on which what began on `day` is not kept any more: each has `days` whole days."""
    return day + timedelta(days=days + 1)
