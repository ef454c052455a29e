"""Which store the settings name, and with whose credentials; locks as wished and as offered."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gateway.recording.store.folder import FolderStore
from gateway.recording.store.place import LockMode
from gateway.settings.schema import Policies, Settings, State
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring.recording_store import Locks, library, place_of, reading_store, shipping_store, stores
from tests.object_store import ObjectStore

RECORDING = "R-20261122-7F3K9QW2ZD"


def settings_of(folder: Path, **recordings: Any) -> Settings:
    return Settings(
        state=State(directory=folder / "state", witness=folder / "witness"), policies=Policies(directory=folder),
        recordings=recordings, file=folder / "settings.toml", digest="",
    )  # type: ignore[arg-type]  # fmt: skip


def of_store(s3: ObjectStore, folder: Path, bucket: str, **more: Any) -> Settings:
    place = s3.place(bucket, folder)
    said = {"store": "s3", "endpoint": s3.endpoint, "bucket": bucket, "credentials": place.credentials, **more}
    return settings_of(folder, **said)


def test_a_folder_is_all_there_is_unless_settings_say_more(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    assert reading_store(settings) is None
    (only,) = stores(settings)
    assert isinstance(only, FolderStore)
    assert library(settings, b"k" * 32).known() == set()


def test_a_bucket_is_asked_only_when_it_is_needed_and_with_the_readers_credentials(
    s3: ObjectStore, tmp_path: Path
) -> None:
    settings = of_store(s3, tmp_path, s3.bucket(), readers_credentials=tmp_path / "not-there.toml")
    found = library(settings, b"k" * 32)  # nothing is read yet
    with pytest.raises(GatewayFault, match=r"not-there\.toml"):
        found.exists(RECORDING)
    assert not shipping_store(settings).part_owners()


def test_readers_without_credentials_of_their_own_use_the_others(s3: ObjectStore, tmp_path: Path) -> None:
    settings = of_store(s3, tmp_path, s3.bucket())
    assert not library(settings, b"k" * 32).exists(RECORDING)
    assert [type(each).__name__ for each in stores(settings)] == ["FolderStore", "_Late"]
    assert list(stores(settings)[1].listed()) == []
    assert place_of(settings, None).credentials is None


NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize("locks", [True, False])
def test_locks_as_wished_and_as_offered(s3: ObjectStore, tmp_path: Path, locks: bool) -> None:
    bucket = s3.bucket(locks=locks)
    for lock in ("offered", "none", "required"):
        settings = of_store(s3, tmp_path, bucket, lock=lock, lock_days=7, lock_mode="governance")
        asked = Locks(settings.recordings, shipping_store(settings))
        if lock == "none" or (lock == "offered" and not locks):
            assert asked.of(NOW) is None
        elif not locks:
            with pytest.raises(GatewayFault, match="no Object Lock"):
                asked.of(NOW)
        else:
            found = asked.of(NOW)
            assert found is not None
            assert (found.mode, found.until) == (LockMode.GOVERNANCE, NOW + timedelta(days=7))
