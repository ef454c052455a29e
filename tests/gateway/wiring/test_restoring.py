"""A restore is a test: what stands afterwards is compared with what stood, cell by cell and byte by byte."""

import json
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select, update

from gateway.authorization import files as policy_files
from gateway.cli.main import command
from gateway.keeper import codes, custody, dead_codes
from gateway.settings.reading import read
from gateway.storage.dump import DumpRefused, dump
from gateway.storage.engine import open_engine, reading
from gateway.storage.tables import JOURNAL, WORK_ORDER
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring import backing_up, custodians
from gateway.wiring.places import places
from tests.databases import server_database, thief, without_triggers
from tests.gateway.backups.a_backup import back_up, elsewhere, on, restore, split
from tests.gateway.cli.settled_town import a_settled_town
from tests.gateway.cli.town import a_recording, an_order

ENDED = {"work_order", "proposal", "web_session", "enrolment", "recovery_code", "web_challenge", "play"}


def rows(settings_file: Path) -> dict[str, list[list[object]]]:
    """Every row of every table."""
    engine = open_engine(read(settings_file).database)
    found: dict[str, list[list[object]]] = {}
    name = ""
    with reading(engine) as connection:
        for line in b"".join(dump(connection)).splitlines():
            value = msgspec.json.decode(line)
            if isinstance(value, list):
                found[name].append(value)
            elif "table" in value:
                name = value["table"]
                found[name] = []
    engine.dispose()
    return found


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """Of its own: other tests damage the recordings of theirs."""
    with a_settled_town(tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest.fixture(scope="module")
def recorded(town):
    return a_recording(town, an_order(town), b"$ ls\r\n", "顧客一覧\r\n".encode())


@pytest.fixture(scope="module")
def shares(town):
    return split(town)


@pytest.fixture(scope="module")
def made(town, recorded, shares, tmp_path_factory):
    return back_up(town, tmp_path_factory.mktemp("backups"))


@pytest.fixture(scope="module")
def restored(town, made, shares, tmp_path_factory):
    settings = elsewhere(town, tmp_path_factory.mktemp("elsewhere"))
    return settings, restore(made, shares[1:], settings)


def test_R83_every_row_stands_as_it_stood(town, made, restored):
    before, after = rows(town.settings), rows(restored[0])
    for name in before.keys() - ENDED - {"journal", "checkpoint"}:
        assert after[name] == before[name], name
    entries = made.manifest.entries
    assert after["journal"][:entries] == before["journal"][:entries]
    assert len(after["journal"]) == entries + 1
    signed = [row for row in before["checkpoint"] if row[0] <= entries]
    assert after["checkpoint"] in (signed, signed[:-1]), "the last of them may be younger than the snapshot"
    assert before["person"] and before["recording"] and before["used_code"]


def test_what_may_have_been_used_since_is_over(restored):
    file, done = restored
    engine = open_engine(read(file).database)
    with reading(engine) as connection:
        standings = set(connection.execute(select(WORK_ORDER.c.standing)).scalars())
    engine.dispose()
    assert not standings & {"asked", "approved", "returned"}
    assert done.ended["work_order"] >= 1


def test_R16_every_code_of_the_time_before_is_dead(restored):
    dead = dead_codes.read(places(read(restored[0])).keeper_keys)
    assert codes.last_possible_step(SystemClock().now()) - 4 <= dead <= codes.last_possible_step(SystemClock().now())


def test_the_keys_are_as_they_were_and_the_master_key_came_from_the_shares(town, restored):
    old, new = places(read(town.settings)), places(read(restored[0]))
    names = {path.name for path in old.keeper_keys.iterdir()}
    assert {path.name for path in new.keeper_keys.iterdir()} == names | {dead_codes.FILE_NAME}
    assert custody.master_of(new.keeper_keys).reveal() == custody.master_of(old.keeper_keys).reveal()
    assert custody.load(new.keeper_keys).public() == custody.load(old.keeper_keys).public()


def test_recordings_are_the_same_bytes(town, recorded, restored):
    old, new = places(read(town.settings)), places(read(restored[0]))
    files = sorted(path.relative_to(new.recordings) for path in new.recordings.glob("*/*.rec"))
    assert files
    for file in files:
        assert (new.recordings / file).read_bytes() == (old.recordings / file).read_bytes()


def test_the_journal_verifies_with_the_witness_and_says_it_was_restored(town, made, restored):
    file = restored[0]
    said = run(file, "audit", "verify", "--witness", str(town.witness), "--json")
    assert [each["what"] for each in said["findings"]] in ([], ["tail-cut"])  # the town went on; the copy did not
    assert run(file, "audit", "verify", "--json")["outcome"] == "holds"
    last = run(file, "audit", "show", "--limit", "1", "--json")["entries"][0]
    assert last["kind"] == "backup.restored"
    assert last["data"]["backup"] == made.manifest.id
    assert last["data"]["entries"] == made.manifest.entries
    before = run(file, "audit", "show", "--kind", "backup.begun", "--limit", "1", "--json")["entries"][0]
    assert before["data"]["backup"] == made.manifest.id


def test_every_recording_verifies_from_the_restored_journal(restored):
    assert run(restored[0], "recording", "verify", "--all", "--json")["outcome"] == "holds"


def run(settings: Path, *args: str) -> dict:
    from click.testing import CliRunner

    result = CliRunner().invoke(command(), list(args), env={"SEKISHO_SETTINGS": str(settings)})
    assert result.stdout, (result.exit_code, result.output, result.exception)
    return json.loads(result.stdout)


def test_a_backup_of_a_file_is_restored_into_postgresql(town, made, shares, postgres_server, tmp_path):
    settings = elsewhere(town, tmp_path / "new")
    with server_database(postgres_server) as url:
        on(url, settings)
        restore(made, shares[:2], settings)
        before, after = rows(town.settings), rows(settings)
        for name in before.keys() - ENDED - {"journal", "checkpoint"}:
            assert after[name] == before[name], name
        assert run(settings, "audit", "verify", "--json")["outcome"] == "holds"
        again = elsewhere(town, tmp_path / "again")
        on(url, again)
        with pytest.raises(DumpRefused, match="not empty"):
            restore(made, shares[:2], again)
        assert not (tmp_path / "again" / "state").exists()
        assert rows(settings) == after


def test_backups_go_on_after_a_restore(town, made, shares, tmp_path):
    settings = read(elsewhere(town, tmp_path / "new"))
    restore(made, shares[:2], settings.file)
    assert custodians.kept_keys(settings).kept() == custodians.kept_keys(read(town.settings)).kept()


def test_a_policy_that_is_absent_at_the_place_comes_with_the_backup(town, made, shares, tmp_path):
    settings = elsewhere(town, tmp_path / "new")
    policies = read(town.settings).policies.directory
    settings.write_text(settings.read_text().replace(str(policies), str(tmp_path / "new" / "policies")))
    restore(made, shares[:2], settings)
    assert policy_files.read(tmp_path / "new" / "policies") == policy_files.read(policies)


def test_a_restored_gateways_backup_restores_again(town, made, shares, tmp_path):
    """What was brought over is what a next backup takes: nothing of it is tied to the first place."""
    first = elsewhere(town, tmp_path / "first")
    restore(made, shares[:2], first)
    told = []
    second = backing_up.back_up(read(first), tmp_path / "backups", told.extend, SystemClock())
    assert [event.kind for event in told] == ["backup.begun", "backup.made"]
    place = elsewhere(town, tmp_path / "second")
    restore(second, shares[1:], place)
    assert second.manifest.entries == made.manifest.entries + 1
    assert [each["kind"] for each in run(place, "audit", "show", "--kind", "backup.restored", "--json")["entries"]] == [
        "backup.restored"
    ] * 2


def test_a_journal_that_was_changed_before_the_backup_is_not_restored(town, made, shares, tmp_path):
    """A signed backup of a journal somebody had altered: it is what the gateway held, and it does not hold."""
    first = elsewhere(town, tmp_path / "first")
    restore(made, shares[:2], first)
    with thief(read(first)) as database:
        without_triggers(database)
        database.execute(update(JOURNAL).where(JOURNAL.c.seq == 3).values(kind=JOURNAL.c.kind + ".not"))
    second = backing_up.back_up(read(first), tmp_path / "backups", lambda events: None, SystemClock())
    place = elsewhere(town, tmp_path / "second")
    with pytest.raises(GatewayFault, match="does not hold"):
        restore(second, shares[:2], place)
    assert [path.name for path in (tmp_path / "second").iterdir()] == ["settings.toml"]
