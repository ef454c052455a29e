from pathlib import Path

from tests.gateway.cli.town import Session, Town, said, told


def test_R44_one_entry_is_proven_to_somebody_who_has_nothing_else(
    town: Town, recorded: Session, tmp_path: Path
) -> None:
    file = tmp_path / "proof.json"
    assert town.run("audit", "proof", "1", "--output", str(file)).exit_code == 0
    verdict = said(town.run("audit", "proof", "--check", str(file), "--json", settings=False))
    assert (verdict["outcome"], verdict["seq"]) == ("holds", 1)
    file.write_text(file.read_text().replace("office.committed", "office.committee"))
    assert town.run("audit", "proof", "--check", str(file), settings=False).exit_code == 1
    file.write_text("{}")
    assert town.run("audit", "proof", "--check", str(file), settings=False).exit_code == 2


def test_the_document_goes_to_standard_output_by_itself(town: Town, recorded: Session) -> None:
    assert town.run("audit", "proof", "1").stdout.startswith('{"entry":')


def test_no_such_entry_or_wrong_use(town: Town) -> None:
    assert told(town.run("audit", "proof", "999999", "--json"), 1)["code"] == "journal.absent"
    assert town.run("audit", "proof").exit_code == 2
