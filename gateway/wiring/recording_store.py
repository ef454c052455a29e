"""The recording store of these settings: nothing more than the folder, or a bucket behind it. Opened when it is first asked."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from gateway.recording.library import Library
from gateway.recording.store.folder import FolderStore
from gateway.recording.store.place import BucketPlace, LockMode
from gateway.recording.store.port import Held, Removed, Shelved, Store, unusable
from gateway.settings.schema import Recordings, Settings
from gateway.wiring.places import places

if TYPE_CHECKING:
    from gateway.recording.store.bucket import Lock
    from gateway.recording.store.bucket_store import BucketStore


def library(settings: Settings, vkey: bytes) -> Library:
    """The shelf of all recordings, for who reads. `vkey` is the keeper's recording key."""
    return Library(places(settings).recordings, vkey=vkey, store=reading_store(settings))


def stores(settings: Settings) -> tuple[Store, ...]:
    """All of them: the folder of this machine, then the bucket where there is one."""
    folder, bucket = FolderStore(places(settings).recordings), reading_store(settings)
    return (folder,) if bucket is None else (folder, bucket)


def reading_store(settings: Settings) -> Store | None:
    """The bucket with the readers' credentials; None where there is no bucket."""
    if settings.recordings.store == "folder":
        return None
    return _Late(place_of(settings, settings.recordings.readers_credentials or settings.recordings.credentials))


def shipping_store(settings: Settings) -> "BucketStore":
    """The bucket with the credentials of whoever copies. Raises GatewayFault."""
    return _opened(place_of(settings, settings.recordings.credentials))


def place_of(settings: Settings, credentials: Path | None) -> BucketPlace:
    """Of settings that name a bucket."""
    said = settings.recordings
    return BucketPlace(
        endpoint=said.endpoint, region=said.region, bucket=said.bucket, prefix=said.prefix, credentials=credentials,
        authorities=said.authorities,
    )  # fmt: skip


class Locks:
    """Until when a copy is locked, by the settings and by what the bucket offers; asked of it once."""

    def __init__(self, said: Recordings, store: "BucketStore") -> None:
        self._said, self._store = said, store
        self._locks: bool | None = None

    def of(self, sealed_at: datetime) -> "Lock | None":
        """The lock of a recording that was sealed then. Raises GatewayFault where one is required and none is offered."""
        from gateway.recording.store.bucket import Lock

        if self._said.lock == "none":
            return None
        if self._locks is None:
            self._locks = self._store.locks()
        if not self._locks:
            if self._said.lock == "required":
                raise unusable('recordings.lock = "required", and the bucket offers no Object Lock')
            return None
        return Lock(mode=LockMode(self._said.lock_mode), until=sealed_at + timedelta(days=self._said.lock_days))


class _Late:
    """Fills `Store`; loads the client and reads credentials only when something is asked of it."""

    def __init__(self, place: BucketPlace) -> None:
        self._place = place

    def open(self, recording: str) -> BinaryIO:
        """As the bucket's."""
        return _opened(self._place).open(recording)

    def listed(self) -> Iterator[Shelved]:
        """As the bucket's."""
        return _opened(self._place).listed()

    def remove(self, recording: str) -> Removed | Held:
        """As the bucket's."""
        return _opened(self._place).remove(recording)


@cache
def _opened(place: BucketPlace) -> "BucketStore":
    """One a process: its client may be used by several threads."""
    try:
        from gateway.recording.store.bucket import Bucket
    except ImportError as missing:
        raise unusable(f"{missing.name} is not installed (the extra s3)") from None
    from gateway.recording.store.bucket_store import BucketStore

    return BucketStore(Bucket(place))
