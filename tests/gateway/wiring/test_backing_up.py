"""A backup is of one moment, though the gateway goes on."""

import threading

import pytest

from gateway.backups.events import BackupBegun
from gateway.ipc.client import connect
from gateway.registrar.client import OfficeClient
from gateway.settings.reading import read
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring import backing_up
from gateway.wiring.custodians import os_user
from gateway.wiring.places import places
from tests.gateway.backups.a_backup import back_up, elsewhere, restore, split
from tests.gateway.cli.town import TownClock


@pytest.fixture(scope="module")
def shares(town):
    return split(town)


class Busy:
    """Somebody who keeps the journal and its checkpoints growing."""

    def __init__(self, town) -> None:
        self._registrar = OfficeClient(connect(places(read(town.settings)).door("registrar", "office")))
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.written = 0

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join(20)
        self._registrar.close()

    def _run(self) -> None:
        while not self._over.is_set():
            self._registrar.append([BackupBegun(backup=f"B-{self.written}", os_user=os_user())])
            self._registrar.checkpoint()
            self.written += 1


def test_what_is_written_meanwhile_leaves_a_backup_of_one_moment(town, shares, tmp_path):
    with Busy(town) as busy:
        made = [back_up(town, tmp_path / "backups") for _ in range(3)]
    assert busy.written > 3
    entries = [each.manifest.entries for each in made]
    assert entries == sorted(set(entries))
    for number, each in enumerate(made):
        settings = elsewhere(town, tmp_path / f"place{number}")
        restore(each, shares[:2], settings)  # verifies the journal, its checkpoints and the manifest's last hash


def test_where_the_journal_does_not_hear_nothing_is_made(town, shares, tmp_path):
    def deaf(events):
        raise GatewayFault("the registrar is away")

    with pytest.raises(GatewayFault, match="away"):
        backing_up.back_up(read(town.settings), tmp_path / "backups", deaf, TownClock())
    assert not (tmp_path / "backups").exists()


def test_parts_of_recordings_that_run_have_names_of_letters():
    assert [backing_up._letters(number) for number in (1, 2, 26, 27, 28, 703)] == ["a", "b", "z", "aa", "ab", "aaa"]
