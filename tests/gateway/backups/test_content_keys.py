"""R-84, R-85: what was destroyed stays destroyed in every backup that is restored; what was not, is as it was."""

import asyncio
import json
from types import SimpleNamespace

import pytest

from gateway.backups import content_keys
from gateway.backups.keys import making_keys, opening_keys
from gateway.backups.sealed import PartDamaged
from gateway.crypto.aead import new_key
from gateway.ipc.client import connect
from gateway.ipc.messages import NoParams
from gateway.ipc.server import Refuse
from gateway.keeper import custody
from gateway.keeper.asking import Desk
from gateway.keeper.recording_keys import RecordingKeys
from gateway.keeper.requests import RecordingOpen
from gateway.recording import opening
from gateway.recording.paths import path_of
from gateway.registrar.retention_desk import Retained
from gateway.settings.reading import read
from gateway.storage.engine import open_engine
from gateway.storage.for_keeper import KeeperRecordingKeys
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.identity import Role
from gateway.wiring.places import places
from tests.gateway.backups.a_backup import back_up, elsewhere, restore, split
from tests.gateway.cli.settled_town import a_settled_town
from tests.gateway.cli.town import a_recording, an_order, said

NAME, HALF = bytes(range(16)), b"a sealed private half"


def test_the_file_opens_with_the_master_keys_of_its_gateway_alone(tmp_path):
    master = new_key()
    content_keys.write(tmp_path, {NAME: HALF}, making_keys(master))
    assert content_keys.read(tmp_path, opening_keys(master)) == {NAME: HALF}
    assert HALF not in (tmp_path / content_keys.FILE).read_bytes()
    with pytest.raises(PartDamaged):
        content_keys.read(tmp_path, opening_keys(new_key()))


def test_the_file_is_replaced_whole(tmp_path):
    master = new_key()
    content_keys.write(tmp_path, {NAME: HALF}, making_keys(master))
    content_keys.write(tmp_path, {}, making_keys(master))
    assert content_keys.read(tmp_path, opening_keys(master)) == {}
    assert [path.name for path in tmp_path.iterdir()] == [content_keys.FILE]


def test_a_changed_byte_is_seen_and_no_file_is_no_keys(tmp_path):
    master = new_key()
    assert content_keys.read(tmp_path, opening_keys(master)) is None
    content_keys.write(tmp_path, {NAME: HALF}, making_keys(master))
    file = tmp_path / content_keys.FILE
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    with pytest.raises(PartDamaged):
        content_keys.read(tmp_path, opening_keys(master))


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """Of its own: a contract ends in it. C02 is a second client of the same target, abe a second administrator."""
    with a_settled_town(tmp_path_factory.mktemp("town")) as town:
        said(town.as_("ito", "client", "add", "C02", "みどり生命", "--json"))
        clients = ("--client", "C01", "--client", "C02")
        said(town.as_("ito", "target", "change", "callcenter-app", *clients, "--json"))
        town.enter("abe", "administrator", "A002", by="ito")
        yield town


@pytest.fixture(scope="module")
def ended(town, tmp_path_factory):
    """C02's contract has ended between two backups; both clients were worked for before."""
    shares, backups = split(town), tmp_path_factory.mktemp("backups")
    mine, others = an_order(town, "C02"), an_order(town)
    gone = a_recording(town, mine, b"$ ls\r\n", clients_of=("C02",))
    kept = a_recording(town, others, b"$ ls\r\n")
    before = back_up(town, backups)
    for order in (mine,):
        said(town.as_("sato", "order", "withdraw", order, "--reason", "済", "--json"))
    proposal = town.as_json("ito", "client", "end", "C02", "--reason", "契約満了")["proposal"]
    town.as_json("abe", "change", "confirm", proposal)
    worker = connect(places(read(town.settings)).door("registrar", "worker"))
    done = worker.call("retention.run", NoParams(), Retained)
    worker.close()
    assert (done.retired, done.removed) == (1, 1)
    back_up(town, backups)
    return SimpleNamespace(shares=shares, before=before, gone=gone.recording, kept=kept.recording)


def opened(settings_file, recording):
    """The data key of a recording as a restored gateway's keeper opens it. Raises Refuse."""
    settings = read(settings_file)
    at, engine, desk = places(settings), open_engine(settings.database), Desk("test", at_once=1, waiting_max=4)

    async def heard(_event):
        return None

    diary, person = SimpleNamespace(used=heard), SimpleNamespace(person="P", roles=frozenset({Role.AUDITOR}))
    keys = RecordingKeys(custody.load(at.keeper_keys), KeeperRecordingKeys(engine), desk, diary, SystemClock())
    path = path_of(at.recordings, recording)
    with path.open("rb") as file:
        (wrapped,) = opening.read(file, path.stat().st_size).wrapped
    asked = RecordingOpen(recording=recording, segment=0, wrapped=wrapped, purpose="replay")
    try:
        return asyncio.run(keys.open(SimpleNamespace(person=person, connection="C"), asked))
    finally:
        desk.close()
        engine.dispose()


def test_R85_an_older_backup_that_is_restored_shows_nothing_of_the_former_client(town, ended, tmp_path):
    settings = elsewhere(town, tmp_path / "restored")
    done = restore(ended.before, ended.shares[:2], settings)
    assert (done.recordings, done.keyless) == (2, 1)
    with pytest.raises(Refuse) as told:
        opened(settings, ended.gone)
    assert told.value.code == "recording.destroyed"
    assert "recording-keys.sealed" in told.value.text.en
    assert len(opened(settings, ended.kept)) == 32, "the other client's is as it was"


def test_R85_with_the_file_of_that_day_it_could_be_seen_and_that_is_why_it_is_replaced(town, ended, tmp_path):
    """The proof that the key, and nothing else, was what kept it closed: a lost file of keys closes everything."""
    folder = ended.before.folder.parent
    (folder / content_keys.FILE).rename(folder / "elsewhere")
    try:
        settings = elsewhere(town, tmp_path / "restored")
        assert restore(ended.before, ended.shares[:2], settings).keyless == 2
        with pytest.raises(Refuse):
            opened(settings, ended.kept)
    finally:
        (folder / "elsewhere").rename(folder / content_keys.FILE)


def test_R84_what_was_retired_is_no_loss_and_says_so(town, ended):
    verified = town.run("recording", "verify", ended.gone, "--json")
    (verdict,) = json.loads(verified.stdout)["recordings"]
    assert (verified.exit_code, verdict["outcome"], verdict["retired"]["why"]) == (0, "holds", "contract-over")
    assert "委託契約の終了" in town.run("recording", "verify", ended.gone).output
    assert town.run("recording", "verify", "--all").exit_code == 0
    listed = {line["id"]: line for line in town.json("recording", "list")["recordings"]}
    assert (listed[ended.gone]["state"], listed[ended.kept]["state"]) == ("retired", "sealed")
    refused = town.as_("mori", "replay", ended.gone, "--search", "x", "--purpose", "確認")
    assert refused.exit_code != 0
    assert "消去されました" in refused.output
    assert town.run("audit", "verify").exit_code == 0


def test_R86_the_certificate_says_what_was_destroyed_and_what_was_not(town, ended):
    said_ = town.json("client", "certificate", "C02")
    assert (said_["keys"], said_["recordings"], said_["lasting"], said_["shared"]) == (1, 1, 0, 0)
    printed = town.run("client", "certificate", "C02").output
    for words in ("みどり生命", "recording-keys.sealed", "ito", "abe", "Not destroyed", "消去していないもの"):
        assert words in printed
    left = [each["what"] for each in town.json("copy", "list", "--client", "C02", "--open")["copies"]]
    assert left
    assert [each for each in left if each not in printed] == []
    assert town.run("client", "certificate", "C01").exit_code != 0


def test_R87_a_hold_is_placed_by_one_and_lists_its_files_with_hashes(town, ended):
    days = ("--since", "2013-07-01", "--until", "2099-12-31", "--case", "PPC 2026-11", "--reason", "照会")
    hold = town.as_json("mori", "hold", "place", "C01", *days)["hold"]
    (listed,) = town.json("hold", "list", hold, "--files")["holds"]
    (file,) = listed["files"]
    state = town.state / "recordings" / file["path"]
    assert (file["recording"], file["bytes"]) == (ended.kept, state.stat().st_size)
    from gateway.crypto.digest import sha256

    assert file["sha256"] == sha256(state.read_bytes()).hex()
    assert len(file["final_hash"]) == 64
    printed = town.run("hold", "list", "--files").output
    assert hold in printed
    assert file["sha256"] in printed
    proposal = town.as_json("mori", "hold", "lift", hold, "--reason", "終結")["proposal"]
    town.as_json("ito", "change", "confirm", proposal)
    (lifted,) = town.json("hold", "list", hold)["holds"]
    assert lifted["stands"] is False
