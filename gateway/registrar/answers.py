"""What the registrar answers, apart from the values of other rooms."""

from datetime import datetime

import msgspec


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """The session is open; its row, its lease, its recording's row and its events are durable."""

    session: str
    started_at: datetime


class Checkpointed(msgspec.Struct, frozen=True, kw_only=True):
    """The journal is signed up to `size` entries; `news` is False where it was already."""

    size: int
    news: bool


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The journal's last entry (`seq` -1 for an empty journal) and how many entries the last checkpoint covers."""

    seq: int
    hash: bytes
    signed: int
