"""A backup that is not exactly what was made is refused before anything is written, whoever changed it and wherever."""

import os
import random
import shutil
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from gateway.backups import keys, manifest
from gateway.backups.manifest import ManifestRefused
from gateway.backups.sealed import PartDamaged, opened
from gateway.cli.main import command
from gateway.crypto import signing
from gateway.keeper import shares as custodians_shares
from gateway.keeper.shares import ShareRefused
from gateway.settings.reading import read
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.secret import Secret
from gateway.wiring import custodians, restoring
from gateway.wiring.restoring import RestoreRefused
from tests.databases import of_a_file
from tests.gateway.backups.a_backup import back_up, elsewhere, everything, restore, sekisho, split
from tests.gateway.cli.conftest import order, recorded, town

__all__ = ["order", "recorded", "town"]
REFUSED = (PartDamaged, ManifestRefused)


@pytest.fixture(scope="module")
def shares(town):
    return split(town)


@pytest.fixture(scope="module")
def both(town, recorded, shares, tmp_path_factory):
    """An older and a newer backup in one folder."""
    directory = tmp_path_factory.mktemp("backups")
    return back_up(town, directory), back_up(town, directory)


@pytest.fixture
def copies(both, tmp_path):
    """The same two, to be spoilt."""
    older, newer = both
    shutil.copytree(older.folder.parent, tmp_path / "backups")
    return tuple(replace(each, folder=tmp_path / "backups" / each.folder.name) for each in (older, newer))


def refused(folder: Path, shares, place: Path) -> None:
    """It is refused, and nothing beside it was written."""
    before = everything(place)
    with pytest.raises(REFUSED):
        restoring.look(folder, shares[:2])
    assert everything(place) == before


def test_no_byte_of_the_manifest_may_change(town, copies, shares, tmp_path):
    file = copies[1].folder / manifest.FILE
    whole, verifier = file.read_bytes(), custodians.kept_keys(read(town.settings)).verifier
    assert manifest.read(whole, verifier) == copies[1].manifest
    for place in range(len(whole)):
        with pytest.raises(ManifestRefused):
            manifest.read(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :], verifier)
    for place in (0, 20, 100, len(whole) - 1):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        refused(copies[1].folder, shares, tmp_path)
    for cut in (0, 1, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:cut])
        refused(copies[1].folder, shares, tmp_path)
    file.write_bytes(whole + b"\n")
    refused(copies[1].folder, shares, tmp_path)


def test_no_byte_of_any_part_may_change(copies, shares, tmp_path):
    made = copies[1]
    restoring.look(made.folder, shares[:2])
    for part in made.manifest.parts:
        file = made.folder.parent / part.file
        whole = file.read_bytes()
        chosen = random.Random(part.name).sample(range(len(whole)), min(12, len(whole)))
        for place in sorted({0, 22, 23, 24, 60, 115, 116, len(whole) - 1, *chosen}):
            file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
            refused(made.folder, shares, tmp_path)
        for other in (b"", whole[:-1], whole[:-16], whole + b"\0", whole + whole):
            file.write_bytes(other)
            refused(made.folder, shares, tmp_path)
        file.unlink()
        refused(made.folder, shares, tmp_path)
        file.symlink_to(made.folder / "elsewhere")
        refused(made.folder, shares, tmp_path)
        file.unlink()
        file.write_bytes(whole)
    restoring.look(made.folder, shares[:2])


def test_parts_may_not_change_places(copies, shares, tmp_path):
    older, newer = copies
    for name in ("database", "keys", "policies"):
        mine, theirs = newer.folder / f"{name}.sealed", older.folder / f"{name}.sealed"
        whole = mine.read_bytes()
        mine.write_bytes(theirs.read_bytes())
        refused(newer.folder, shares, tmp_path)
        mine.write_bytes(whole)
    keys_part, public = (newer.folder / f"{name}.sealed" for name in ("keys", "public"))
    keys_part.rename(newer.folder / "aside")
    public.rename(keys_part)
    (newer.folder / "aside").rename(public)
    refused(newer.folder, shares, tmp_path)


def test_an_older_backup_does_not_pass_under_a_newer_ones_name(copies, shares, tmp_path):
    older, newer = copies
    shutil.rmtree(newer.folder)
    older.folder.rename(newer.folder)
    refused(newer.folder, shares, tmp_path)


def test_an_older_manifest_in_a_newer_backups_folder_is_refused(copies, shares, tmp_path):
    older, newer = copies
    shutil.copy(older.folder / manifest.FILE, newer.folder / manifest.FILE)
    refused(newer.folder, shares, tmp_path)
    restoring.look(older.folder, shares[:2])


def test_nothing_may_lie_beside_the_parts(copies, shares, tmp_path):
    (copies[1].folder / "database.sealed.old").write_bytes(b"")
    refused(copies[1].folder, shares, tmp_path)


def test_who_has_only_the_public_key_makes_no_backup_up(copies, shares, tmp_path):
    made = copies[1]
    forged = manifest.write(replace(made.manifest, entries=made.manifest.entries - 1), signing.new_signing_key())
    (made.folder / manifest.FILE).write_bytes(forged)
    refused(made.folder, shares, tmp_path)


def test_the_machine_that_makes_backups_opens_none(town, both):
    kept = custodians.kept_keys(read(town.settings))
    part = both[1].manifest.part("database")
    with (both[1].folder.parent / part.file).open("rb") as file, pytest.raises(PartDamaged):
        list(opened(file, private=kept.sign, label=f"{both[1].manifest.id}/database", expected=part.measure))
    assert not hasattr(keys.MakingKeys, "open")


def test_R83_no_name_and_no_key_stands_in_a_backup(town, both, shares):
    from gateway.keeper import custody
    from gateway.wiring.places import places

    at = places(read(town.settings))
    secrets = [custody.master_of(at.keeper_keys).reveal(), b"SATO", "一郎".encode(), b"sato", b"callcenter"]
    secrets += [path.read_bytes()[:40] for path in at.keeper_keys.iterdir()]
    for path in both[0].folder.parent.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(secret in data for secret in secrets), path


# -- shares


def test_a_slip_of_the_pen_is_told_for_each_share_alone(shares):
    text = shares[0].reveal().decode()
    for place, letter in enumerate(text):
        if letter == "-":
            continue
        wrong = text[:place] + ("A" if letter != "A" else "B") + text[place + 1 :]
        with pytest.raises(ShareRefused, match="not typed"):
            custodians_shares.read(Secret(wrong.encode()))
    for wrong in ("", "A", text[:-1], text + "A", "あ" * 80, "=" * 80):
        with pytest.raises(ShareRefused):
            custodians_shares.read(Secret(wrong.encode()))


def test_one_custodian_alone_restores_nothing(both, shares):
    with pytest.raises(ShareRefused):
        restoring.look(both[1].folder, [shares[0], shares[0]])
    with pytest.raises(ShareRefused):
        restoring.look(both[1].folder, [shares[0]])


def test_shares_of_two_splits_do_not_mix(town, both, shares):
    others = split(town)
    with pytest.raises(ShareRefused, match="not of one split"):
        restoring.look(both[1].folder, [shares[0], others[1]])
    restoring.look(both[1].folder, others[:2])  # a later split of the same key opens earlier backups


def test_a_share_that_was_made_up_is_refused(both, shares):
    read_share = custodians_shares.read(shares[1])
    noise = replace(read_share, share=replace(read_share.share, value=Secret(bytes(32))))
    with pytest.raises(ShareRefused, match="made up"):
        custodians_shares.master_of([custodians_shares.read(shares[0]), noise])


# -- the place


def test_an_older_backup_is_refused_where_the_witness_knows_more(town, both, shares, tmp_path):
    settings = elsewhere(town, tmp_path / "new")
    text = settings.read_text().replace(str(tmp_path / "new" / "witness"), str(town.witness))
    settings.write_text(text)
    reach = _witnessed(town, both[0])
    with pytest.raises(RestoreRefused, match="would be lost"):
        restore(both[0], shares[:2], settings)
    with pytest.raises(RestoreRefused, match="would be lost"):
        restore(both[0], shares[:2], settings, forgetting=reach - both[0].manifest.entries - 1)
    assert not (tmp_path / "new" / "state").exists()
    done = restore(both[0], shares[:2], settings, forgetting=reach - both[0].manifest.entries)
    assert done.witnessed == reach


def _witnessed(town, made) -> int:
    """How far the witness reaches, once it knows more than the backup."""
    from gateway.audit.witness import FolderWitness
    from gateway.ipc.client import connect
    from gateway.registrar.client import OfficeClient
    from gateway.wiring.places import places

    registrar = OfficeClient(connect(places(read(town.settings)).door("registrar", "office")))
    try:
        registrar.checkpoint()
    finally:
        registrar.close()
    reach = FolderWitness(town.witness).last_size()
    assert reach > made.manifest.entries
    return reach


def test_a_place_in_use_is_refused(town, both, shares, tmp_path):
    settings = elsewhere(town, tmp_path / "new")
    state = tmp_path / "new" / "state"
    state.mkdir()
    (state / "anything").write_text("mine")
    before = everything(tmp_path)
    with pytest.raises(RestoreRefused, match="not empty"):
        restore(both[1], shares[:2], settings)
    assert everything(tmp_path) == before


def test_another_node_or_another_policy_is_refused(town, both, shares, tmp_path):
    settings = elsewhere(town, tmp_path / "new")
    text = settings.read_text()
    settings.write_text(text.replace("[node]", '[node]\nname = "other"'))
    before = everything(tmp_path)
    with pytest.raises(RestoreRefused, match="node"):
        restore(both[1], shares[:2], settings)
    assert everything(tmp_path) == before
    policies = tmp_path / "policies"
    shutil.copytree(read(town.settings).policies.directory, policies)
    (policies / "limits.toml").write_text((policies / "limits.toml").read_text() + "\n# weaker\n")
    settings.write_text(text.replace(str(read(town.settings).policies.directory), str(policies)))
    before = everything(tmp_path)
    with pytest.raises(RestoreRefused, match="another policy"):
        restore(both[1], shares[:2], settings)
    assert everything(tmp_path) == before


def test_a_clock_behind_the_backup_is_refused(town, both, shares, tmp_path):
    from tests.gateway.cli.town import TownClock

    settings = elsewhere(town, tmp_path / "new")
    found = restoring.look(both[1].folder, shares[:2])
    with pytest.raises(RestoreRefused, match="clock"):
        restoring.restore(found, settings, TownClock(-100_000))


@of_a_file
@pytest.mark.parametrize("kib", [8, 400])
def test_a_full_disk_leaves_nothing_of_a_restore(town, both, shares, tmp_path, kib):
    settings = elsewhere(town, tmp_path / "new")
    before = everything(tmp_path)
    words = ("restore", str(both[1].folder), "--settings", str(settings))
    full = sekisho(*words, settings=settings, shares=shares[:2], file_bytes=kib * 1024)
    assert full.returncode == 2, full
    assert "fault" in full.stdout, full
    assert everything(tmp_path) == before
    restore(both[1], shares[:2], settings)  # the same place takes it as soon as there is room


class Killed(BaseException):
    """Nothing of the program runs any more: no clean-up either."""


@pytest.mark.parametrize("step", [1, 4, 9, 16, 25, 36, 49])
def test_a_restore_that_was_killed_is_simply_done_again(both, shares, town, tmp_path, monkeypatch, step):
    settings = elsewhere(town, tmp_path / "new")
    found = restoring.look(both[1].folder, shares[:2])
    synced, ours = 0, threading.get_ident()  # the town's registrar goes on in a thread of its own

    def killed(descriptor: int) -> None:
        nonlocal synced
        synced += threading.get_ident() == ours
        if synced == step and threading.get_ident() == ours:
            raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(os, "fsync", killed)
        dying.setattr(shutil, "rmtree", lambda *_, **__: None)
        with suppress(Killed):
            restoring.restore(found, settings, SystemClock())
    state = tmp_path / "new" / "state"
    if not state.exists():
        restore(both[1], shares[:2], settings)
    assert {path.name for path in (tmp_path / "new").iterdir()} <= {"state", "settings.toml", "witness"}
    verified = CliRunner().invoke(command(), ["audit", "verify"], env={"SEKISHO_SETTINGS": str(settings)})
    assert verified.exit_code == 0, verified.output


def test_a_part_changed_between_the_look_and_the_restore_is_refused(town, copies, shares, tmp_path):
    settings = elsewhere(town, tmp_path / "new")
    found = restoring.look(copies[1].folder, shares[:2])
    for part in copies[1].manifest.parts:
        file = copies[1].folder.parent / part.file
        whole = file.read_bytes()
        file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        before = everything(tmp_path / "new")
        if part.name != "settings":  # these settings exist: the backup's are not read
            with pytest.raises(PartDamaged):
                restoring.restore(found, settings, SystemClock())
        assert everything(tmp_path / "new") == before
        file.write_bytes(whole)


def test_a_full_disk_leaves_nothing_of_a_backup(town, recorded, shares, tmp_path):
    full = sekisho("backup", str(tmp_path / "backups"), settings=town.settings, file_bytes=700)
    assert full.returncode == 2, full
    assert not [path for path in (tmp_path / "backups").rglob("*") if path.is_file() and path.name != ".lock"]
