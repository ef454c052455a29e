import os

import pytest

from gateway.keeper import dead_codes
from gateway.vocabulary.outcome import GatewayFault


@pytest.fixture
def directory(tmp_path):
    path = tmp_path / "keeper"
    path.mkdir(mode=0o700)
    return path


def test_where_nothing_was_restored_no_code_is_dead(directory):
    assert dead_codes.read(directory) == -1


def test_the_mark_only_grows(directory):
    assert dead_codes.kill(directory, 100) == 100
    assert dead_codes.kill(directory, 50) == 100, "a clock that was set back brings no code back"
    assert dead_codes.read(directory) == 100
    assert dead_codes.kill(directory, 101) == dead_codes.read(directory) == 101


def test_a_damaged_mark_is_a_fault_and_not_an_absent_one(directory):
    dead_codes.kill(directory, 100)
    file = directory / dead_codes.FILE_NAME
    file.write_bytes(file.read_bytes()[:-3])
    os.chmod(file, 0o600)
    with pytest.raises(GatewayFault, match="damaged"):
        dead_codes.read(directory)
