from pathlib import Path

import pytest

from gateway.recording.store.folder import FolderStore
from gateway.recording.store.port import Removed, Shelved, Store

RECORDING = "R-20261122-7F3K9QW2ZD"


def test_a_folder_is_a_store(tmp_path: Path) -> None:
    store: Store = FolderStore(tmp_path)
    (tmp_path / "20261122").mkdir()
    (tmp_path / "20261122" / f"{RECORDING}.rec").write_bytes(b"abc")
    (tmp_path / "20261122" / "other.rec").touch()
    assert list(store.listed()) == [Shelved(recording=RECORDING, stored_bytes=3)]
    with store.open(RECORDING) as file:
        assert file.read() == b"abc"
    assert store.remove(RECORDING) == Removed()
    assert store.remove(RECORDING) == Removed()
    with pytest.raises(FileNotFoundError):
        store.open(RECORDING)
    with pytest.raises(ValueError, match="no identifier"):
        store.open("../x")
