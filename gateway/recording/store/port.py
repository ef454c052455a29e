"""A store of recordings, as everybody who reads them sees it. One recording is one thing in it, by identifier, never changed.

A store is believed in nothing: what comes out of it is verified like a file somebody could have written (R-83).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final, Protocol

from gateway.vocabulary.outcome import GatewayFault, Text


class StoreAway(OSError):
    """The store does not answer, or says that it cannot now: it is tried again."""


class StoreRefused(OSError):
    """The store answers no: credentials, rights, a bucket that is not there. Tried again, but somebody has to look."""


class StoreChanged(OSError):
    """What is being read is not any more what it was when it was opened."""


class Occupied(Exception):
    """Something stands under that name already. Nothing is ever written over it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """One recording a store holds; `stored_bytes` as the store says."""

    recording: str
    stored_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A copy that the store has taken. `etag` and `version` are the store's words; `locked_until` None: no lock."""

    stored_bytes: int
    etag: str
    version: str
    locked_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """Nothing of it is left in the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """It is still there, whole or in part: the store's lock outlasts us. `until` None: the store does not say."""

    until: datetime | None


class Store(Protocol):
    """A folder, or a bucket. Everything raises OSError where the store cannot be asked (`StoreAway`, `StoreRefused`)."""

    def open(self, recording: str) -> BinaryIO:
        """Seekable, for reading. Raises FileNotFoundError for one that is not there, ValueError for no identifier."""

    def listed(self) -> Iterator[Shelved]:
        """Every recording there is, in no order."""

    def remove(self, recording: str) -> Removed | Held:
        """Take it away for good, with all that was kept of it. What is `Held` may never be called removed."""


class StoreUnusable(GatewayFault):
    """A store that cannot be used as the settings have it: credentials that cannot be read, a lock that is not offered."""


def unusable(why: str) -> StoreUnusable:
    """`why` is for the log; people read fixed words."""
    return StoreUnusable(f"the recording store cannot be used: {why}", UNUSABLE)


UNUSABLE: Final = Text(
    ja="操作記録の保管先を使えません。設定 [recordings] と認証情報ファイルを確認してください。",
    en="The recording store cannot be used. Check [recordings] in the settings, and the credentials file.",
)
