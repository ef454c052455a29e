from pathlib import Path

import pytest

from gateway.audit.report import Outcome
from gateway.audit.verify_export import verify_export
from gateway.audit.witness import FolderWitness
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring import office_journal
from gateway.wiring.office_journal import EntryFilter
from tests.gateway.cli.town import Session, Town
from tests.gateway.wiring.office_town import office_of


def test_entries_newest_last_and_bounded(town: Town, recorded: Session) -> None:
    with office_of(town, None) as office:
        last = office_journal.entries(office, EntryFilter(), 3)
        assert [each.seq for each in last] == sorted(each.seq for each in last)
        assert len(last) == 3
        begun = office_journal.entries(office, EntryFilter(kind="registrar.started"), 10)
        assert {each.kind for each in begun} == {"registrar.started"}
        assert office_journal.entries(office, EntryFilter(session=recorded.id, kind="person"), 10) == []


def test_R44_database_and_export_are_verified(town: Town, recorded: Session, tmp_path: Path) -> None:
    with office_of(town, "mori") as office:
        assert office_journal.verify_database(office, witness=town.witness).outcome is Outcome.HOLDS
        office_journal.export(office, tmp_path / "x", "点検")
    report = verify_export(tmp_path / "x", now=town.clock.now(), witness=FolderWitness(town.witness))
    assert report.outcome is Outcome.HOLDS


def test_an_export_nobody_was_told_of_does_not_stay(
    town: Town, recorded: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with office_of(town, "mori") as office:
        monkeypatch.setattr(office, "append", _broken)
        with pytest.raises(GatewayFault):
            office_journal.export(office, tmp_path / "x", "点検")
    assert not (tmp_path / "x").exists()


def _broken(_events: object) -> None:
    raise GatewayFault("the journal cannot be written")


def test_only_what_is_signed_is_proven(town: Town, recorded: Session) -> None:
    with office_of(town, None) as office:
        assert office_journal.proof(office, 0).endswith(b"\n")
        with pytest.raises(CallRefused, match=r"journal\.absent"):
            office_journal.proof(office, 10**9)
