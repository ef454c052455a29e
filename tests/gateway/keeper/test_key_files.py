import os

import pytest

from gateway.keeper import key_files
from gateway.vocabulary.outcome import GatewayFault


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "one.key"
    key_files.write(made, b"secret bytes")
    return made


def test_R83_what_was_written_is_read_and_private(path):
    assert key_files.read(path) == b"secret bytes"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_loose_umask_changes_nothing(tmp_path):
    before = os.umask(0)
    try:
        key_files.make_directory(tmp_path / "d")
        key_files.write(tmp_path / "d" / "one.key", b"x")
        key_files.replace(tmp_path / "d" / "one.key", b"y")
    finally:
        os.umask(before)
    assert (tmp_path / "d").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "d" / "one.key").stat().st_mode & 0o777 == 0o600


def test_a_key_is_never_overwritten(path):
    with pytest.raises(GatewayFault, match="File exists"):
        key_files.write(path, b"other")
    assert key_files.read(path) == b"secret bytes"


def test_replacing_is_whole(path):
    (path.parent / "one.key.new").write_bytes(b"left by a crash")
    key_files.replace(path, b"other")
    assert key_files.read(path) == b"other"
    assert [each.name for each in path.parent.iterdir()] == ["one.key"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601, 0o700])
def test_R83_a_file_open_to_others_is_refused_with_what_to_do(path, mode):
    path.chmod(mode)
    with pytest.raises(GatewayFault, match=rf"chmod 0600 {path}"):
        key_files.read(path)


@pytest.mark.parametrize("mode", [0o750, 0o701, 0o777])
def test_R83_a_directory_open_to_others_is_refused(tmp_path, mode):
    (tmp_path / "d").mkdir()
    (tmp_path / "d").chmod(mode)
    with pytest.raises(GatewayFault, match="chmod 0700"):
        key_files.require_private_directory(tmp_path / "d")


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(GatewayFault, match=r"gone\.key cannot be read.*backup"):
        key_files.read(tmp_path / "gone.key")
    with pytest.raises(GatewayFault, match="sekisho init"):
        key_files.require_private_directory(tmp_path / "gone")


def test_links_pipes_and_directories_are_no_key_files(path, tmp_path):
    (tmp_path / "link.key").symlink_to(path)
    os.mkfifo(tmp_path / "pipe.key", 0o600)
    (tmp_path / "dir.key").mkdir(mode=0o600)
    for name in ("link.key", "pipe.key", "dir.key"):
        with pytest.raises(GatewayFault, match=name):
            key_files.read(tmp_path / name)
    with pytest.raises(GatewayFault, match="not a directory"):
        key_files.require_private_directory(path)


def test_a_link_to_a_good_key_is_refused_too(path, tmp_path):
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / path.name).symlink_to(path)
    with pytest.raises(GatewayFault, match="cannot be read"):
        key_files.read(tmp_path / "d" / path.name)


def test_every_damaged_byte_is_noticed_and_none_is_shown(path):
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(GatewayFault, match=r"one\.key is damaged") as fault:
            key_files.read(path)
        assert fault.value.__suppress_context__
        assert "secret" not in str(fault.value)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a b c d", b"x" * 9000])
def test_other_content_is_damage(path, content):
    path.write_bytes(content)
    with pytest.raises(GatewayFault, match="damaged"):
        key_files.read(path)


def test_a_file_renamed_to_another_is_noticed(path):
    path.rename(path.with_name("two.key"))
    with pytest.raises(GatewayFault, match=r"two\.key is damaged"):
        key_files.read(path.with_name("two.key"))


@pytest.mark.root
@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to give a file away")
def test_a_file_of_another_user_is_refused(path):
    os.chown(path, 12345, -1)
    with pytest.raises(GatewayFault, match="belongs to uid 12345"):
        key_files.read(path)
