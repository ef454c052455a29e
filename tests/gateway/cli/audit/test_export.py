from pathlib import Path

from tests.gateway.cli.town import Session, Town, said, told

WHY = ("--purpose", "委託元への提出")


def test_an_auditor_exports_and_the_journal_knows(town: Town, recorded: Session, tmp_path: Path) -> None:
    report = said(town.as_("mori", "audit", "export", str(tmp_path / "x"), *WHY, "--json"))
    assert report["outcome"] == "holds"
    last = town.events("journal.exported")[-1]
    assert (last["by_username"], last["purpose"], last["size"]) == ("mori", "委託元への提出", report["size"])
    assert (tmp_path / "x" / "MANIFEST").is_file()


def test_others_may_not(town: Town, tmp_path: Path) -> None:
    for name in ("ito", "yamada"):
        refused = told(town.as_(name, "audit", "export", str(tmp_path / "y"), *WHY, "--json"), 1)
        assert refused["code"] == "role.missing"
    assert not (tmp_path / "y").exists()


def test_a_folder_with_something_in_it_is_left_alone(town: Town, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    assert town.as_("mori", "audit", "export", str(tmp_path), *WHY).exit_code == 2
    assert (tmp_path / "mine").read_text() == "mine"
