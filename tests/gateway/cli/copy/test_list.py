"""`sekisho copy list` on a real town: a recording is a copy, and an export of it is another that nothing proves gone (R-86)."""

from pathlib import Path

from tests.gateway.cli.town import Session, Town


def of(town: Town, recording: str, *words: str) -> list[dict[str, object]]:
    found = town.json("copy", "list", *words)["copies"]
    return [each for each in found if each["what"] == recording]


def test_R86_an_export_is_a_further_copy_and_stays_open(town: Town, recorded: Session, tmp_path: Path) -> None:
    before = len(of(town, recorded.recording))
    file = str(tmp_path / "copy.cast")
    done = town.as_("mori", "recording", "export", recorded.recording, "--asciicast", file, "--purpose", "照会")
    assert done.exit_code == 0, done.output
    found = of(town, recorded.recording, "--open")
    assert len(found) == before + 1
    export = next(each for each in found if each["place"] == "export")
    assert (export["made_by"], export["outside"], export["proof"]) == ("mori", True, None)
    (own,) = [each for each in found if each["place"] == "folder"]
    assert own["until"] is not None
    assert "計測できない" in town.run("copy", "list").output


def test_R86_only_a_clients_copies_are_listed_for_it(town: Town, recorded: Session) -> None:
    (own,) = [each for each in of(town, recorded.recording) if each["place"] == "folder"]
    (client, *_) = own["clients"]
    assert of(town, recorded.recording, "--client", client) != []
    assert town.run("copy", "list", "--client", "nobody").exit_code != 0
