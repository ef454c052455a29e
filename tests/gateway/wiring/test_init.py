import os
import stat

import pytest

from gateway.settings.reading import SettingsRefused
from gateway.settings.reading import read as read_settings
from gateway.wiring.places import places
from tests.gateway.wiring.a_service import CHOSEN, a_state


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_R83_a_new_state_is_closed_where_it_must_be(tmp_path):
    at = places(a_state(tmp_path).settings)
    assert mode(at.keeper_keys) == 0o700
    assert {mode(path) for path in at.keeper_keys.iterdir()} == {0o600}
    assert mode(at.public_keys) == 0o644
    assert mode(at.recordings) == 0o2770
    assert (mode(at.admin_ui), mode(at.office_key)) == (0o700, 0o400)


def test_the_settings_that_were_chosen_stand_in_the_file(tmp_path):
    made = a_state(tmp_path)
    again = read_settings(made.settings.file)
    assert again.gateway.port == CHOSEN["gateway"]["port"]
    assert again.digest == made.settings.digest


def test_doing_it_again_overwrites_nothing(tmp_path):
    first = a_state(tmp_path)
    at = places(first.settings)
    keys = {path.name: path.read_bytes() for path in at.keeper_keys.iterdir()}
    at.recordings.chmod(0o777)
    second = a_state(tmp_path)
    assert second.keys == first.keys
    assert {path.name: path.read_bytes() for path in at.keeper_keys.iterdir()} == keys
    assert mode(at.recordings) == 0o2770


def test_a_settings_file_that_is_wrong_is_not_repaired(tmp_path):
    file = a_state(tmp_path).settings.file
    file.write_text(file.read_text() + "\n[no_such_part]\n")
    with pytest.raises(SettingsRefused, match="no_such_part"):
        a_state(tmp_path)


def test_no_secret_is_readable_by_others(tmp_path):
    made = a_state(tmp_path)
    private = b"PRIVATE KEY"
    for folder, _, names in os.walk(made.settings.state.directory):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                if private in file.read():
                    assert stat.S_IMODE(os.stat(path).st_mode) in (0o600, 0o400), path
