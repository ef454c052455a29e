import json
import re
from pathlib import Path

import pytest
from sqlalchemy import select, update

from gateway.settings.reading import read
from gateway.storage.tables import JOURNAL
from tests.databases import thief, without_triggers
from tests.gateway.cli.town import Session, Town, a_town, said, told


def test_R44_the_journal_holds_where_it_lies_and_agrees_with_the_witness(town: Town, recorded: Session) -> None:
    report = town.json("audit", "verify", "--witness", str(town.witness))
    assert report["outcome"] == "holds"
    assert report["witness"]["agreed"] == report["witness"]["compared"] > 0
    assert "一致" in town.run("audit", "verify").output
    agrees = re.search(
        r"立会人との一致 / witness agrees +(.*)", town.run("audit", "verify", "--witness", str(town.witness)).output
    )
    assert agrees is not None
    assert re.fullmatch(
        r"\d+/\d+（\d+ 件まで / entries; \d{4}-\d\d-\d\d \d\d:\d\d:\d\d JST 受領 / received）", agrees[1]
    )


def test_R44_an_altered_row_is_named_with_the_services_down(tmp_path_factory: pytest.TempPathFactory) -> None:
    with a_town(tmp_path_factory.mktemp("altered")) as town:
        said(town.run("employer", "add", "みなと運用", "--json"))
        town.enter("ito", "administrator", "A001", by=None)
    assert town.run("audit", "verify").exit_code == 0
    with thief(read(town.settings)) as database:
        without_triggers(database)
        second = JOURNAL.c.seq == 2
        body = database.execute(select(JOURNAL.c.body).where(second)).scalar_one()
        assert b"ito" in body
        database.execute(update(JOURNAL).where(second).values(body=body.replace(b"ito", b"ita")))
    found = town.run("audit", "verify", "--json")
    assert found.exit_code == 1
    assert json.loads(found.stdout)["findings"][0]["seq"] == 2
    assert "記録 2" in town.run("audit", "verify").output


def test_R54_an_export_verifies_without_settings_database_or_services(
    town: Town, recorded: Session, tmp_path: Path
) -> None:
    folder = tmp_path / "export"
    said(town.as_("mori", "audit", "export", str(folder), "--purpose", "委託元へ", "--json"))
    report = said(town.run("audit", "verify", str(folder), "--json", settings=False))
    assert report["outcome"] == "holds"
    (folder / "checkpoint").write_bytes(b"changed")
    assert town.run("audit", "verify", str(folder), settings=False).exit_code == 1


def test_what_could_not_be_checked_has_status_2(town: Town, tmp_path: Path) -> None:
    assert town.run("audit", "verify", str(tmp_path), "--json").exit_code == 2
    assert town.run("audit", "verify", "--witness", str(tmp_path), "--json").exit_code == 2
    assert told(town.run("audit", "verify", "--json", settings=False), 2)["code"] == "settings"
