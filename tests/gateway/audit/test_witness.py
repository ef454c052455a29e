"""The witness's folder: written once, read by size."""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.audit.note import VerifierKey
from gateway.audit.witness import FolderWitness
from gateway.crypto import signing
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.audit.ledger import KEY, Ledger, written


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return written(tmp_path / "witness", 30, 10)


def test_R45_what_was_kept_is_read_by_size(ledger: Ledger) -> None:
    held = list(FolderWitness(ledger.witness).held())
    assert [(one.size, one.note) for one in held] == [(one.size, one.note) for one in ledger.store.signed]
    assert [one.day for one in held] == [f"{one.at:%Y-%m-%d}" for one in ledger.store.signed]
    assert FolderWitness(ledger.witness).key() == KEY


def test_R45_order_is_by_size_across_folders_and_clocks(ledger: Ledger) -> None:
    witness = FolderWitness(ledger.witness, KEY)
    one = ledger.store.signed[0]
    for size, days in ((1_200_000, -9), (100_000, 3), (99_999, 5)):
        witness.keep(replace(one, size=size, at=one.at + timedelta(days=days)))
    assert [held.size for held in witness.held()] == [10, 20, 30, 99_999, 100_000, 1_200_000]
    assert witness.last_size() == 1_200_000


def test_a_file_is_never_touched_again(ledger: Ledger) -> None:
    witness, one = FolderWitness(ledger.witness, KEY), ledger.store.signed[0]
    files = {path: path.stat().st_mtime_ns for path in ledger.witness.rglob("*.checkpoint")}
    assert all(path.stat().st_mode & 0o222 == 0 for path in files)
    witness.keep(one)
    assert {path: path.stat().st_mtime_ns for path in ledger.witness.rglob("*.checkpoint")} == files
    with pytest.raises(GatewayFault, match="another checkpoint"):
        witness.keep(replace(one, note=b"other"))


def test_another_key_is_refused(ledger: Ledger) -> None:
    other = VerifierKey(name=KEY.name, public=signing.public_of(signing.new_signing_key()))
    with pytest.raises(GatewayFault, match="another journal key"):
        FolderWitness(ledger.witness, other).keep(ledger.store.signed[0])
    with pytest.raises(GatewayFault, match="key at hand"):
        FolderWitness(ledger.witness).keep(ledger.store.signed[0])
    path = ledger.witness / "vkey"
    path.chmod(0o644)
    path.write_text("junk")
    with pytest.raises(GatewayFault, match="holds no key"):
        FolderWitness(ledger.witness).key()


def test_a_folder_that_cannot_be_written_is_a_fault(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(GatewayFault, match="cannot be written"):
        FolderWitness(tmp_path / "file" / "witness", KEY).keep(ledger.store.signed[0])


def test_checkpoints_under_other_names_are_read_too(ledger: Ledger) -> None:
    path = next(path for path in ledger.witness.rglob("*.checkpoint") if "000020" in path.name)
    (ledger.witness / "from mail").mkdir()
    path.rename(ledger.witness / "from mail" / "2026-12-01 head.checkpoint")
    (ledger.witness / "zz.checkpoint").write_bytes(b"junk")
    (ledger.witness / "README.txt").write_bytes(b"ours")
    os.mkfifo(ledger.witness / "pipe.checkpoint")
    held = [(one.size, one.file, one.day) for one in FolderWitness(ledger.witness).held()]
    assert [size for size, _, _ in held] == [0, 0, 10, 20, 30]
    assert held[3][1:] == ("from mail/2026-12-01 head.checkpoint", "2026-12-01")


def test_an_absent_folder_holds_nothing(tmp_path: Path) -> None:
    assert list(FolderWitness(tmp_path / "nowhere").held()) == []
    assert FolderWitness(tmp_path / "nowhere").last_size() == 0
    assert FolderWitness(tmp_path / "nowhere").key() is None
