import os
import stat

import pytest
from sqlalchemy import text

from gateway.storage.engine import open_engine, writing
from gateway.storage.file import make_file
from gateway.storage.schema import migrate
from gateway.vocabulary.outcome import GatewayFault


def _mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_R83_the_group_shares_every_file_and_others_read_none(tmp_path):
    old = os.umask(0o077)
    try:
        file = tmp_path / "state" / "sekisho.sqlite3"
        make_file(file)
        engine = open_engine(f"sqlite:///{file}")
        migrate(engine)
        with writing(engine) as connection:
            connection.execute(text("INSERT INTO client (id, name) VALUES ('C-1', 'x')"))
            made = sorted(path.name for path in file.parent.iterdir())
            modes = {_mode(path) for path in file.parent.iterdir()}
        engine.dispose()
    finally:
        os.umask(old)
    assert made == ["sekisho.sqlite3", "sekisho.sqlite3-shm", "sekisho.sqlite3-wal"]
    assert modes == {0o660}
    assert _mode(file.parent) == 0o2770


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file to another group")
def test_the_files_belong_to_the_sharing_group(tmp_path):
    file = tmp_path / "state" / "sekisho.sqlite3"
    make_file(file, group=65534)
    engine = open_engine(f"sqlite:///{file}")
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE t (x)"))
        groups = {path.stat().st_gid for path in (file.parent, *file.parent.iterdir())}
    engine.dispose()
    assert groups == {65534}


def test_making_it_again_keeps_what_is_in_it(tmp_path):
    file = tmp_path / "state" / "sekisho.sqlite3"
    make_file(file)
    file.write_bytes(b"content")
    file.chmod(0o644)
    make_file(file)
    assert file.read_bytes() == b"content"
    assert _mode(file) == 0o660


def test_a_symbolic_link_is_not_followed(tmp_path):
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "sekisho.sqlite3").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(GatewayFault):
        make_file(tmp_path / "state" / "sekisho.sqlite3")
    assert not (tmp_path / "elsewhere").exists()


def test_a_place_that_cannot_be_is_a_fault(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(GatewayFault, match="cannot be made"):
        make_file(tmp_path / "file" / "sekisho.sqlite3")
