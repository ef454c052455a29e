"""Tiles against rows: who is to blame waits for a signed root."""

from pathlib import Path

import pytest

from gateway.audit.finding import Findings, What
from gateway.audit.tile_check import TileCheck, Tiles
from gateway.audit.tiles import Tile
from tests.gateway.audit.ledger import DictTiles, Ledger, written


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return written(tmp_path / "witness", 300, 100)


def test_leaves_are_known_from_full_and_partial_tiles(ledger: Ledger) -> None:
    check = TileCheck(ledger.tiles, 300, Tiles.WRITER, Findings())
    assert [check.known(seq) for seq in (0, 255, 256, 299)] == [
        ledger.store.rows[seq].hash for seq in (0, 255, 256, 299)
    ]
    assert [check.known(seq) for seq in (-1, 300, 10**9)] == [None] * 3
    assert TileCheck(None, 300, Tiles.WRITER, Findings()).known(0) is None
    short = DictTiles({"tile/0/000": bytes(40)})
    assert TileCheck(short, 300, Tiles.WRITER, Findings()).known(1) is None


def test_a_difference_waits_for_a_signed_root(ledger: Ledger) -> None:
    findings = Findings()
    check = TileCheck(ledger.tiles, 300, Tiles.WRITER, findings)
    check.compare(Tile(level=0, index=0), bytes(8192))
    assert findings.kept == []
    check.rows_agree()
    assert [(one.what, one.place) for one in findings.kept] == [(What.FILE_ALTERED, "tile/0/000")]
    check.compare(Tile(level=0, index=0), bytes(8192))
    check.rows_differ()
    check.rows_agree()
    assert len(findings.kept) == 1


@pytest.mark.parametrize(("kind", "count"), [(Tiles.WRITER, 1), (Tiles.EXPORT, 2)])
def test_only_an_export_must_have_its_partial_tiles(kind: Tiles, count: int) -> None:
    findings = Findings()
    check = TileCheck(DictTiles(), 300, kind, findings)
    check.compare(Tile(level=0, index=0), bytes(8192))
    check.compare(Tile(level=0, index=1, width=44), bytes(44 * 32))
    check.compare(Tile(level=0, index=1), bytes(8192))  # beyond the size: nobody's
    check.rows_agree()
    assert [one.what for one in findings.kept] == [What.FILE_MISSING] * count


def test_tiles_that_lead_to_the_signed_root_name_the_row(ledger: Ledger) -> None:
    rows = list(ledger.store.rows)
    check = TileCheck(ledger.tiles, 300, Tiles.WRITER, Findings())
    root = ledger.store.signed[1].root
    assert check.first_difference(rows[100:200], 200, root) is None
    ledger.store.edit(150, body=b"?")
    assert check.first_difference(ledger.store.rows[100:200], 200, root) == 150
    assert check.first_difference(ledger.store.rows[100:200], 200, bytes(32)) is None
    del ledger.tiles["tile/0/000"]
    assert TileCheck(ledger.tiles, 300, Tiles.WRITER, Findings()).first_difference(ledger.store.rows, 200, root) is None
