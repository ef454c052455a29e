import pytest

from gateway.keeper.shares import written
from gateway.vocabulary.secret import Secret
from tests.gateway.backups.a_backup import back_up, elsewhere, sekisho, split
from tests.gateway.cli.settled_town import a_settled_town
from tests.gateway.cli.town import a_recording, an_order


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with a_settled_town(tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest.fixture(scope="module")
def recorded(town):
    return a_recording(town, an_order(town), b"$ ls\r\n")


@pytest.fixture(scope="module")
def shares(town, recorded):
    return split(town)


@pytest.fixture(scope="module")
def made(town, shares, tmp_path_factory):
    return back_up(town, tmp_path_factory.mktemp("backups"))


def test_what_people_read(town, made, shares, tmp_path):
    settings = elsewhere(town, tmp_path / "new")
    assert town.run("restore", str(made.folder)).exit_code == 1, "there is no terminal to ask for the shares on"
    said = sekisho("restore", str(made.folder), "--settings", str(settings), settings=settings, shares=shares[1:])
    assert said.returncode == 0, said
    assert (tmp_path / "new" / "state" / "keeper").exists()


def test_another_gateways_shares_open_nothing(made, shares, town, tmp_path):
    strangers = written(Secret(bytes(32)), 2)
    said = sekisho("restore", str(made.folder), "--look", settings=town.settings, shares=strangers)
    assert said.returncode == 2
    assert "not made by the gateway of this master key" in said.stdout


def test_a_folder_that_is_no_backup(town, shares, tmp_path):
    said = sekisho("restore", str(tmp_path), "--look", settings=town.settings, shares=shares[:2])
    assert said.returncode == 2
