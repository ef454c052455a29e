"""Verifying an export. What it must find stands in tests/hostile/test_audit_export.py."""

from pathlib import Path

import pytest

from gateway.audit.export import export_journal
from gateway.audit.note import VerifierKey
from gateway.audit.report import Outcome
from gateway.audit.verify_export import verify_export
from gateway.audit.witness import FolderWitness
from gateway.crypto import signing
from tests.gateway.audit.ledger import KEY, START, written


@pytest.fixture
def export(tmp_path: Path) -> Path:
    ledger = written(tmp_path / "witness", 40, 10)
    export_journal(ledger.store, tmp_path / "export", key=KEY, now=START)
    return tmp_path / "export"


def test_R54_an_export_holds_with_and_without_a_witness(export: Path) -> None:
    assert verify_export(export, now=START).outcome is Outcome.HOLDS
    report = verify_export(export, now=START, witness=FolderWitness(export.parent / "witness"))
    assert report.outcome is Outcome.HOLDS
    assert report.witness is not None
    assert report.witness.agreed_size == 40


def test_R54_the_key_given_is_believed_before_the_folder_s(export: Path) -> None:
    other = VerifierKey(name=KEY.name, public=signing.public_of(signing.new_signing_key()))
    report = verify_export(export, now=START, key=other)
    assert report.outcome is Outcome.DOES_NOT_HOLD
    assert report.key == str(other)


def test_without_any_key_nothing_is_believed(export: Path) -> None:
    (export / "vkey").unlink()
    assert verify_export(export, now=START, key=KEY).outcome is Outcome.DOES_NOT_HOLD  # a file is missing
    report = verify_export(export, now=START)
    assert report.unchecked
    assert report.checkpoints == 0


def test_what_is_no_export_could_not_be_checked(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"")
    assert verify_export(tmp_path, now=START).outcome is Outcome.COULD_NOT_BE_CHECKED
