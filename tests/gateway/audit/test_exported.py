"""Reading an export back, also a damaged one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.export import checkpoint_line, export_journal
from gateway.audit.exported import Exported, read_line
from gateway.audit.ports import EVERY_ROW
from tests.gateway.audit.ledger import KEY, START, Ledger, written


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    ledger = written(tmp_path / "witness", 300, 100)
    export_journal(ledger.store, tmp_path / "export", key=KEY, now=START)
    return ledger


def test_the_rows_come_back_as_they_were(ledger: Ledger, tmp_path: Path) -> None:
    exported = Exported(tmp_path / "export", None)
    assert (exported.size, exported.key, exported.own_key) == (300, KEY, KEY)
    assert list(exported.read(EVERY_ROW, None)) == ledger.store.rows
    for start, stop in ((0, 1), (255, 257), (256, 256), (290, 305), (306, None), (400, None)):
        assert list(exported.read(start, stop)) == list(ledger.store.read(start, stop))
    assert [(one.size, one.root, one.note) for one in exported.checkpoints()] == [
        (one.size, one.root, one.note) for one in ledger.store.signed
    ]
    files = {
        path.relative_to(tmp_path / "export").as_posix() for path in (tmp_path / "export").rglob("*") if path.is_file()
    }
    assert set(exported.parts()) == files - {"MANIFEST"}


def test_a_damaged_head_is_replaced_by_the_largest_checkpoint_that_holds(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "export/checkpoint"
    path.write_bytes(path.read_bytes().replace(b"300", b"301"))
    assert Exported(tmp_path / "export", KEY).size == 300
    (tmp_path / "export/checkpoints").write_bytes(b"junk\n")
    assert Exported(tmp_path / "export", KEY).size == 0


def test_what_is_absent_is_not_there(tmp_path: Path) -> None:
    exported = Exported(tmp_path, None)
    assert (exported.size, exported.key) == (0, None)
    assert list(exported.read(0, None)) == []
    assert list(exported.checkpoints()) == []


def test_a_bundle_cut_short_comes_as_far_as_it_parses(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "export/tile/entries/000"
    path.write_bytes(path.read_bytes()[:-10])
    rows = list(Exported(tmp_path / "export", None).read(0, 256))
    assert rows[:255] == ledger.store.rows[:255]
    assert rows[255].body == ledger.store.rows[255].body[:-10]


def test_a_line_comes_back(ledger: Ledger) -> None:
    kept = read_line(checkpoint_line(ledger.store.signed[0]) + b"\n")
    assert (kept.size, kept.note) == (100, ledger.store.signed[0].note)


@given(st.binary(max_size=100))
def test_a_line_that_is_none_never_crashes(line: bytes) -> None:
    assert read_line(line).size == 0
    assert read_line(line).note == line
