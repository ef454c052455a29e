import json

import pytest

from tests.gateway.backups.a_backup import sekisho, split
from tests.gateway.cli.settled_town import a_settled_town
from tests.gateway.cli.town import a_recording, an_order, told


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """Of its own: every recording of a backup must lie where the database says, and other tests damage theirs."""
    with a_settled_town(tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest.fixture(scope="module")
def recorded(town):
    return a_recording(town, an_order(town), b"$ ls\r\n")


@pytest.fixture(scope="module")
def shares(town, recorded):
    return split(town)


def test_R83_a_backup_is_made_and_restored_by_the_command_line(town, shares, tmp_path):
    made = town.json("backup", str(tmp_path / "backups"))
    assert (made["recordings"], made["missing"]) == (made["new_recordings"], [])
    words = ("restore", made["folder"])
    looked = sekisho(*words, "--look", settings=town.settings, shares=shares[:2])
    assert json.loads(looked.stdout)["restored"] is False, looked
    refused = sekisho(*words, settings=town.settings, shares=shares[:2])
    assert refused.returncode == 2, "a state that is in use"
    begun, whole = town.events("backup.begun")[-1], town.events("backup.made")[-1]
    assert begun["backup"] == whole["backup"] == made["id"]
    assert whole["manifest"] and whole["missing"] == 0


def test_R83_without_settings_at_the_place_the_backups_own_are_put_there(town, shares, tmp_path):
    made = town.json("backup", str(tmp_path / "backups"))
    settings = tmp_path / "settings.toml"
    said = sekisho("restore", made["folder"], "--settings", str(settings), settings=town.settings, shares=shares[:2])
    assert said.returncode == 2, "they name the town's own state, which is in use"
    assert not settings.exists()


def test_into_the_state_itself_none_is_made(town, shares):
    assert "outside the state" in told(town.run("backup", str(town.state / "backups"), "--json"), 2)["en"]
    assert not (town.state / "backups").exists()


def test_a_recording_without_its_file_is_named(town, shares, recorded, tmp_path):
    file = next((town.state / "recordings").glob(f"*/{recorded.recording}.rec"))
    aside = tmp_path / "aside"
    file.rename(aside)
    try:
        made = town.run("backup", str(tmp_path / "backups"), "--json")
    finally:
        aside.rename(file)
    assert made.exit_code == 1
    assert json.loads(made.stdout)["missing"] == [recorded.recording]


def test_what_people_read(town, shares, tmp_path):
    made = town.run("backup", str(tmp_path / "backups"))
    assert made.exit_code == 0
    assert "読み返して確かめました" in made.stdout
    assert "manifest" in made.stdout
