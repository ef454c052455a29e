"""[recordings]: a store is named whole, nothing goes to it in the clear, and what is not known is refused."""

from pathlib import Path

import pytest

from gateway.settings.reading import SettingsRefused, read
from gateway.wiring.users import running

BASE = '[state]\ndirectory = "state"\nwitness = "witness"\n[policies]\ndirectory = "policies"\n'
GOOD = 'store = "s3"\nendpoint = "https://s3.example.jp"\nbucket = "recordings"\n'


def settings(folder: Path, text: str, more: str = "") -> Path:
    file = folder / "sekisho.toml"
    file.write_text(f"{BASE}[recordings]\n{text}{more}")
    return file


def test_without_a_word_recordings_stay_in_the_folder_and_nobody_ships(tmp_path: Path) -> None:
    found = read(settings(tmp_path, ""))
    assert found.recordings.store == "folder"
    assert "archivist" not in running(found)
    assert "archivist" in running(read(settings(tmp_path, 'verify_at = "03:00"\n')))


def test_a_store_is_read_and_files_are_relative_to_the_settings(tmp_path: Path) -> None:
    text = GOOD + 'credentials = "store.toml"\nreaders_credentials = "/etc/x"\nprefix = "a/b/"\nlocal_days = 30.0\n'
    found = read(settings(tmp_path, text))
    assert found.recordings.credentials == tmp_path / "store.toml"
    assert found.recordings.readers_credentials == Path("/etc/x")
    assert (found.recordings.lock, found.recordings.lock_mode, found.recordings.lock_days) == (
        "offered",
        "compliance",
        1096,
    )
    assert "archivist" in running(found)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_on_this_machine_it_may_be_http(tmp_path: Path, host: str) -> None:
    text = GOOD.replace("https://s3.example.jp", f"http://{host}:9000")
    assert read(settings(tmp_path, text)).recordings.endpoint == f"http://{host}:9000"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace("https", "http"), "http is for a store on this machine only"),
        (
            GOOD.replace("https://s3.example.jp", "http://127.0.0.1.example.jp"),
            "http is for a store on this machine only",
        ),
        (GOOD.replace("https://s3.example.jp", "http://127.0.0.1@example.jp"), "recordings.endpoint is an address"),
        (
            GOOD.replace("https://s3.example.jp", "https://key:secret@s3.example.jp"),
            "recordings.endpoint is an address",
        ),
        (GOOD.replace("https://s3.example.jp", "ftp://s3.example.jp"), "recordings.endpoint is an address"),
        (GOOD.replace("https://s3.example.jp", "https://s3.example.jp:x"), "recordings.endpoint is an address"),
        (GOOD.replace("https://s3.example.jp", "https://s3.example.jp/x?y"), "recordings.endpoint is an address"),
        ('store = "s3"\nbucket = "recordings"\n', "recordings.endpoint is an address"),
        ('store = "s3"\nendpoint = "https://s3.example.jp"\n', "recordings.bucket is missing"),
        ('bucket = "recordings"\n', 'recordings.bucket is for recordings.store = "s3"'),
        ("lock_days = 3\n", 'recordings.lock_days is for recordings.store = "s3"'),
        (GOOD + 'secret_key = "x"\n', "unknown key recordings.secret_key"),
        (GOOD + 'prefix = "/a/"\n', "recordings.prefix"),
        (GOOD + 'prefix = "../"\n', "recordings.prefix"),
        (GOOD + 'prefix = "a"\n', "recordings.prefix"),
        (GOOD + 'bucket_name = "x"\n', "unknown key recordings.bucket_name"),
        (GOOD.replace('"recordings"', '"Re/cordings"'), "recordings.bucket"),
        (GOOD + 'lock = "maybe"\n', "recordings.lock"),
        (GOOD + "lock_days = 0\n", "recordings.lock_days"),
        (GOOD + 'verify_at = "25:00"\n', "recordings.verify_at"),
        (GOOD + "local_days = -1.0\n", "recordings.local_days"),
    ],
)
def test_anything_else_is_refused_by_its_name(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsRefused, match=said):
        read(settings(tmp_path, text))


def test_where_processes_have_users_the_archivist_has_one_too(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match=r"users\.archivist is missing"):
        read(settings(tmp_path, GOOD, '[users]\nkeeper = "k"\n'))
    read(settings(tmp_path, GOOD, '[users]\nkeeper = "k"\narchivist = "a"\n'))
