import json
from hashlib import sha256
from pathlib import Path

from tests.gateway.cli.recording.test_verify import altered, file_of
from tests.gateway.cli.town import Session, Town, told

WHY = ("--purpose", "月次点検")


def test_R40_an_auditor_exports_and_the_journal_keeps_who_why_and_the_hash(
    town: Town, recorded: Session, tmp_path: Path
) -> None:
    file = tmp_path / "out.cast"
    found = town.as_("mori", "recording", "export", recorded.recording, "--asciicast", str(file), *WHY)
    assert found.exit_code == 0, found.output
    head, *lines = file.read_text().splitlines()
    assert json.loads(head)["sekisho"]["recording"] == recorded.recording
    assert "顧客一覧" in "".join(json.loads(line)[2] for line in lines)
    assert file.stat().st_mode & 0o077 == 0
    viewed, exported = town.events("recording.viewed", "recording.exported")[-2:]
    assert (viewed["how"], viewed["purpose"], viewed["by_username"]) == ("export", "月次点検", "mori")
    assert exported["digest"] == sha256(file.read_bytes()).hexdigest()


def test_to_standard_output_comes_the_asciicast_alone(town: Town, recorded: Session) -> None:
    found = town.as_("mori", "recording", "export", recorded.recording, "--asciicast", "-", *WHY)
    assert found.exit_code == 0
    assert json.loads(found.stdout.splitlines()[0])["version"] == 3


def test_R40_administrators_and_supervisors_cannot(town: Town, recorded: Session, tmp_path: Path) -> None:
    file = tmp_path / "out.cast"
    for name in ("ito", "yamada", "sato"):
        args = ("recording", "export", recorded.recording, "--asciicast", str(file), *WHY, "--json")
        refused = told(town.as_(name, *args), 1)
        assert refused["code"] == "role.missing"
        assert "監査者" in refused["ja"]
        assert not file.exists()


def test_a_damaged_recording_is_not_shown_as_if_it_held(town: Town, recorded: Session, tmp_path: Path) -> None:
    data = bytearray(file_of(town, recorded).read_bytes())
    data[-700] ^= 1
    before = len(town.events("recording.viewed"))
    with altered(file_of(town, recorded), bytes(data)):
        args = ("recording", "export", recorded.recording, "--asciicast", str(tmp_path / "x"), *WHY, "--json")
        assert town.as_("mori", *args).exit_code == 2
    assert len(town.events("recording.viewed")) == before
    assert not (tmp_path / "x").exists()


def test_an_existing_file_is_not_overwritten(town: Town, recorded: Session, tmp_path: Path) -> None:
    file = tmp_path / "mine"
    file.write_text("mine")
    args = ("recording", "export", recorded.recording, "--asciicast", str(file), *WHY, "--json")
    assert told(town.as_("mori", *args), 2)["code"] == "system"
    assert file.read_text() == "mine"


def test_no_such_recording(town: Town) -> None:
    args = ("recording", "export", "R-20261122-1111111111", "--asciicast", "-", *WHY, "--json")
    assert told(town.as_("mori", *args), 1)["code"] == "recording.absent"
