"""The parts that fill the ports have their shape (the type checker proves it; this says which they are)."""

from pathlib import Path

from gateway.audit.exported import Exported
from gateway.audit.folder import FolderTiles
from gateway.audit.ports import EVERY_ROW, CheckpointSigner, JournalSource, JournalStore, TileStore, Witness
from gateway.audit.witness import FolderWitness
from tests.gateway.audit.ledger import DictTiles, LocalSigner, Rows


def test_folders_and_lists_fill_the_ports(tmp_path: Path) -> None:
    store: JournalStore = Rows()
    source: JournalSource = Exported(tmp_path, None)
    witness: Witness = FolderWitness(tmp_path)
    signer: CheckpointSigner = LocalSigner()
    for tiles in (FolderTiles(tmp_path), DictTiles()):
        port: TileStore = tiles
        assert port.get("tile/0/000") is None
    assert list(store.read(EVERY_ROW, None)) == list(source.read(EVERY_ROW, None)) == []
    assert list(witness.held()) == []
    assert signer.signed_size() == 0
