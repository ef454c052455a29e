import re
from dataclasses import fields

import pytest

from gateway.audit.note import read_vkey
from gateway.crypto import openssh, signing, wrapping
from gateway.keeper import custody, public_keys
from gateway.vocabulary.outcome import GatewayFault

NAMES = sorted(
    [
        *(f"{field.name}.key" for field in fields(custody.Keys)),
        "host.key",
        "master.key",
        "journal_name.key",
        "signed_head",
    ]
)


def test_made_once_and_loaded(tmp_path):
    public = custody.create(tmp_path / "keeper")
    assert custody.load(tmp_path / "keeper").public() == public
    assert public_keys.read(tmp_path / "public" / "keys.json") == public
    assert sorted(path.name for path in (tmp_path / "keeper").iterdir()) == NAMES


def test_R83_everything_is_private_on_disk(keys):
    assert keys.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in keys.iterdir()} == {0o600}


def test_R83_no_key_but_the_master_lies_open(keys):
    loaded = custody.load(keys)
    files = {path.name: custody.key_files.read(path) for path in keys.iterdir()}
    for field in fields(custody.Keys):
        raw = getattr(loaded.keys, field.name).reveal()
        assert not [name for name, content in files.items() if raw in content]


def test_keys_are_never_overwritten(keys):
    before = {path.name: path.read_bytes() for path in keys.iterdir()}
    with pytest.raises(GatewayFault, match="never overwritten"):
        custody.create(keys)
    assert {path.name: path.read_bytes() for path in keys.iterdir()} == before


def test_an_empty_private_directory_may_be_filled(tmp_path):
    (tmp_path / "keeper").mkdir(mode=0o700)
    custody.create(tmp_path / "keeper", tmp_path / "elsewhere" / "keys.json")
    assert (tmp_path / "elsewhere" / "keys.json").stat().st_mode & 0o777 == 0o644


def test_each_installation_and_each_use_has_its_own_key(keys, tmp_path):
    other = custody.create(tmp_path / "other", tmp_path / "other.json")
    mine = custody.load(keys)
    assert other.journal_vkey != mine.public().journal_vkey
    raw = [getattr(mine.keys, field.name).reveal() for field in fields(custody.Keys)]
    assert len(set(raw)) == len(raw)
    assert all(len(key) == 32 for key in raw)


def test_public_halves_belong_to_the_private_ones(keys):
    loaded = custody.load(keys)
    public = loaded.public()
    signature = signing.sign(loaded.keys.journal, b"m")
    assert read_vkey(public.journal_vkey).name == loaded.journal_name
    assert signing.verify(read_vkey(public.journal_vkey).public, b"m", signature)
    assert openssh.ed25519_raw(openssh.blob_of(public.session_ca)) == signing.public_of(loaded.keys.session_ca)
    assert public.recording_public == wrapping.public_of(loaded.keys.recording_wrap)


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file_stops_the_start_by_name(keys, name):
    (keys / name).unlink()
    with pytest.raises(GatewayFault, match=re.escape(str(keys / name))):
        custody.load(keys)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_open_to_others_stops_the_start_by_name(keys, name):
    (keys / name).chmod(0o644)
    with pytest.raises(GatewayFault, match=rf"{re.escape(str(keys / name))} is open to others"):
        custody.load(keys)


@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_file_stops_the_start_by_name(keys, name):
    content = bytearray((keys / name).read_bytes())
    content[-12] ^= 1
    (keys / name).write_bytes(bytes(content))
    with pytest.raises(GatewayFault, match=rf"{re.escape(str(keys / name))} is damaged"):
        custody.load(keys)


def test_a_directory_open_to_others_stops_the_start(keys):
    keys.chmod(0o755)
    with pytest.raises(GatewayFault, match="chmod 0700"):
        custody.load(keys)


@pytest.mark.parametrize("name", ["host.key", "journal.key", "field.key"])
def test_a_file_of_another_installation_stops_the_start(keys, tmp_path, name):
    custody.create(tmp_path / "other", tmp_path / "other.json")
    (keys / name).write_bytes((tmp_path / "other" / name).read_bytes())
    with pytest.raises(GatewayFault, match=rf"{re.escape(name)} does not open with master\.key"):
        custody.load(keys)


def test_keys_exchanged_for_one_another_do_not_open(keys):
    journal = custody.key_files.read(keys / "journal.key")
    (keys / "host.key").unlink()
    custody.key_files.write(keys / "host.key", journal)
    with pytest.raises(GatewayFault, match=r"host\.key does not open"):
        custody.load(keys)


def test_no_key_in_repr(keys):
    loaded = custody.load(keys)
    shown = repr(loaded) + str(loaded.keys)
    assert not [field for field in fields(custody.Keys) if getattr(loaded.keys, field.name).reveal().hex() in shown]
    assert shown.count("Secret(hidden)") == 3 * len(fields(custody.Keys))  # in `keys`, in `rows`, and once more alone
