"""A further node: exported from one state, put in place beside it by two shares, on the same PostgreSQL database."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import gateway.wiring.events  # noqa: F401  # every kind of event
from gateway.backups.manifest import ManifestRefused
from gateway.keeper import custody, host_ring, public_keys, signed_head
from gateway.keeper.requests import SignedTree
from gateway.keeper.shares import ShareRefused
from gateway.settings.reading import read
from gateway.settings.schema import Settings
from gateway.storage.engine import open_engine, writing
from gateway.storage.stores.nodes import Nodes
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret
from gateway.wiring import backing_up, custodians, joining, nodes, restoring
from gateway.wiring.joining import JoinRefused, Newcomer
from gateway.wiring.places import places
from tests.gateway.authorization.a_request import SHIPPED
from tests.gateway.wiring.a_first_node import CLOCK, First, a_first


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> First:
    found = a_first(tmp_path_factory.mktemp("first"))
    places(found.settings).form_secret.write_bytes(bytes(32))
    found.shares = custodians.split(found.settings, 3, found.tell)
    return found


@pytest.fixture(scope="module")
def bundle(first: First) -> Path:
    return joining.export(first.settings, first.folder / "bundles", first.tell, CLOCK)[0]


def newcomer(folder: Path, name: str = "node2") -> Newcomer:
    return Newcomer(name=name, state=folder / "state", witness=folder / "w", policies=folder / "policies")


def join(first: First, bundle: Path, folder: Path, name: str = "node2") -> joining.Joined:
    found = joining.look(bundle, first.shares[:2])
    return joining.join(found, folder / "settings.toml", newcomer(folder, name), CLOCK)


@contextmanager
def nothing_written(folder: Path) -> Iterator[None]:
    before = sorted(folder.rglob("*"))
    yield
    assert sorted(folder.rglob("*")) == before


def test_a_node_has_the_first_ones_keys_policy_and_settings_and_names_and_places_of_its_own(
    first: First, bundle: Path, tmp_path: Path
) -> None:
    done = join(first, bundle, tmp_path)
    here, there = places(done.settings), places(first.settings)
    assert custody.load(here.keeper_keys).public() == custody.load(there.keeper_keys).public()
    assert here.form_secret.read_bytes() == there.form_secret.read_bytes()
    assert here.office_authority.read_bytes() == there.office_authority.read_bytes()
    assert here.office_certificate.exists()
    assert (done.settings.node.name, done.settings.state.directory) == ("node2", tmp_path / "state")
    assert done.settings.gateway.port == first.settings.gateway.port
    assert done.settings.database == first.settings.database
    assert (done.settings.policies.directory / "limits.toml").read_bytes() == (SHIPPED / "limits.toml").read_bytes()
    assert (here.keeper_keys.stat().st_mode & 0o777, here.recordings.is_dir()) == (0o700, True)
    exported = first.told[-1]
    assert (exported.kind, exported.bundle) == ("node.exported", bundle.name)  # type: ignore[attr-defined]
    assert custodians.kept_keys(done.settings) == custodians.kept_keys(first.settings)


def test_a_key_that_was_changed_on_the_first_node_reaches_the_other_and_what_its_keeper_signed_stays(
    first: First, bundle: Path, tmp_path: Path
) -> None:
    done = join(first, bundle, tmp_path)
    here, there = places(done.settings), places(first.settings)
    head = (here.keeper_keys / signed_head.FILE_NAME).read_bytes()
    signed_head.replace(there.keeper_keys / signed_head.FILE_NAME, SignedTree(size=7, root=bytes(32)))
    kept = custody.load(there.keeper_keys)
    kept.host_ring.replace(host_ring.prepared(kept.host_ring.row, Secret(bytes(range(32)))))
    public_keys.write(kept.public(), there.public_keys)
    changed, _ = joining.export(first.settings, first.folder / "changed", first.tell, CLOCK)
    joining.renew(joining.look(changed, first.shares[1:]), done.settings)
    assert custody.load(here.keeper_keys).public() == kept.public() == public_keys.read(here.public_keys)
    assert kept.public().host_key_next
    assert (here.keeper_keys / signed_head.FILE_NAME).read_bytes() == head
    stranger = a_first(tmp_path / "stranger")
    with pytest.raises(JoinRefused, match="another gateway"):
        joining.renew(joining.look(changed, first.shares[:2]), stranger_named(stranger.settings))
    with pytest.raises(JoinRefused):
        joining.renew(joining.look(changed, first.shares[:2]), first.settings)


def stranger_named(settings: Settings) -> Settings:
    return settings.model_copy(update={"node": settings.node.model_copy(update={"name": "node2"})})


def test_the_master_key_is_in_no_file_of_the_bundle(first: First, bundle: Path) -> None:
    master = custody.master_of(places(first.settings).keeper_keys).reveal()
    host = (places(first.settings).keeper_keys / custody.HOST).read_bytes()
    for file in bundle.iterdir():
        assert master not in file.read_bytes()
        assert host not in file.read_bytes()


def test_one_custodian_alone_and_another_gateways_two_put_no_node_in_place(
    first: First, bundle: Path, tmp_path: Path
) -> None:
    stranger = a_first(tmp_path / "stranger")
    strangers = custodians.split(stranger.settings, 2, stranger.tell)
    with nothing_written(bundle):
        for pair in ([first.shares[0], first.shares[0]], [first.shares[0], strangers[0]]):
            with pytest.raises(ShareRefused):
                joining.look(bundle, pair)
        with pytest.raises(ManifestRefused):
            joining.look(bundle, strangers)


def test_a_bundle_that_was_changed_is_refused(first: First, bundle: Path, tmp_path: Path) -> None:
    for name in ("MANIFEST", "keys.sealed", "policies.sealed"):
        copy = tmp_path / name / bundle.name
        shutil.copytree(bundle, copy)
        data = bytearray((copy / name).read_bytes())
        data[len(data) // 2] ^= 1
        (copy / name).write_bytes(data)
        with pytest.raises(GatewayFault):
            joining.look(copy, first.shares[:2])


def test_a_backup_is_no_bundle_and_a_bundle_no_backup(first: First, bundle: Path) -> None:
    made = backing_up.back_up(first.settings, first.folder / "backups", first.tell, CLOCK)
    with pytest.raises(GatewayFault, match="no bundle"):
        joining.look(made.folder, first.shares[:2])
    with pytest.raises(GatewayFault):
        restoring.look(bundle, first.shares[:2])


def test_a_place_that_is_not_free_a_name_that_is_taken_and_no_settings_are_refused(
    first: First, bundle: Path, tmp_path: Path
) -> None:
    engine = open_engine(first.settings.database)
    with writing(engine) as connection:
        Nodes(connection).began("node3", CLOCK.now())
    engine.dispose()
    taken = tmp_path / "taken"
    (taken / "state").mkdir(parents=True)
    (taken / "state" / "something").touch()
    for folder, name in ((taken, "node2"), (tmp_path / "a", "node1"), (tmp_path / "b", "node3")):
        folder.mkdir(exist_ok=True)
        with nothing_written(folder), pytest.raises(JoinRefused):
            join(first, bundle, folder, name)
    with pytest.raises(JoinRefused):
        joining.join(joining.look(bundle, first.shares[:2]), tmp_path / "none.toml", None, CLOCK)
    found = {each.name: each.lives for each in nodes.running(first.settings)}
    assert found == {"node3": False}


def test_a_database_with_another_journal_is_refused(first: First, bundle: Path, tmp_path: Path) -> None:
    other = a_first(tmp_path / "other")
    custodians.split(other.settings, 2, other.tell)
    folder = tmp_path / "here"
    text = join(first, bundle, folder).settings.file.read_text()
    shutil.rmtree(folder / "state")
    (folder / "settings.toml").write_text(text.replace(first.settings.database, other.settings.database))
    with nothing_written(folder), pytest.raises(JoinRefused, match="another journal"):
        joining.join(joining.look(bundle, first.shares[:2]), folder / "settings.toml", None, CLOCK)
    assert read(folder / "settings.toml").node.name == "node2"


def test_a_sqlite_file_is_one_nodes_alone(tmp_path: Path) -> None:
    alone = a_first(tmp_path, "sqlite")
    with pytest.raises(JoinRefused):
        joining.export(alone.settings, tmp_path / "bundles", alone.tell, CLOCK)
    assert nodes.running(alone.settings) == []
