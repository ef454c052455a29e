import json

import pytest

from gateway.keeper import custody, public_keys
from gateway.vocabulary.outcome import GatewayFault


@pytest.fixture
def path(keys, tmp_path):
    public_keys.write(custody.load(keys).public(), tmp_path / "keys.json")
    return tmp_path / "keys.json"


def test_written_and_read(path, keys):
    assert public_keys.read(path) == custody.load(keys).public()
    assert path.stat().st_mode & 0o777 == 0o644


def test_only_public_halves_stand_in_it(path, keys):
    text = path.read_text()
    loaded = custody.load(keys)
    assert not [name for name in loaded.keys.__slots__ if getattr(loaded.keys, name).reveal().hex() in text]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"host_key": 1}', "\x00"])
def test_another_form_is_refused_by_name(path, content):
    path.write_text(content)
    with pytest.raises(GatewayFault, match=r"keys\.json is damaged"):
        public_keys.read(path)


def test_an_unknown_key_or_no_hex_is_refused(path):
    whole = json.loads(path.read_text())
    for changed in ({**whole, "more": "x"}, {**whole, "assertion_vkey": "zz"}):
        path.write_text(json.dumps(changed))
        with pytest.raises(GatewayFault, match="damaged"):
            public_keys.read(path)


def test_a_missing_file_says_what_to_do(tmp_path):
    with pytest.raises(GatewayFault, match="sekisho init"):
        public_keys.read(tmp_path / "keys.json")
