import os
from pathlib import Path

import pytest

from gateway.recording.store import credentials
from gateway.vocabulary.outcome import GatewayFault

GOOD = 'access_key = "AKIA"\nsecret_key = "hidden-word"\n'


def written(tmp_path: Path, text: str, mode: int = 0o600) -> Path:
    file = tmp_path / "store.toml"
    file.write_text(text)
    file.chmod(mode)
    return file


def test_a_private_file_is_read_and_shows_nothing(tmp_path: Path) -> None:
    found = credentials.read(written(tmp_path, GOOD))
    assert (found.access_key, found.secret_key.reveal(), found.session_token) == ("AKIA", b"hidden-word", None)
    assert "hidden-word" not in repr(found)


def test_a_token_is_read(tmp_path: Path) -> None:
    found = credentials.read(written(tmp_path, GOOD + 'session_token = "t"\n', 0o400))
    assert found.session_token is not None
    assert found.session_token.reveal() == b"t"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610, 0o644])
def test_a_file_others_may_touch_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(GatewayFault, match="chmod 600"):
        credentials.read(written(tmp_path, GOOD, mode))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('access_key = "a"\n', "secret_key is missing"),
        (GOOD + 'region = "x"\n', "unknown key region"),
        ('access_key = 3\nsecret_key = "hidden-word"\n', "every value is a text"),
        ('access_key = ""\nsecret_key = "hidden-word"\n', "every value is a text"),
        ("AKIA hidden-word", "not TOML"),
        ('access_key = "AKIA"\nsecret_key = "hidden-word', "not TOML"),
    ],
)
def test_another_form_is_refused_and_what_stands_there_is_not_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(GatewayFault, match=said) as refused:
        credentials.read(written(tmp_path, text))
    assert "hidden-word" not in str(refused.value)


def test_no_file_a_folder_a_pipe_and_a_link_are_refused(tmp_path: Path) -> None:
    with pytest.raises(GatewayFault, match="No such file"):
        credentials.read(tmp_path / "none")
    with pytest.raises(GatewayFault, match="not a file"):
        credentials.read(tmp_path)
    os.mkfifo(tmp_path / "pipe", 0o600)
    with pytest.raises(GatewayFault, match="not a file"):
        credentials.read(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(written(tmp_path, GOOD))
    with pytest.raises(GatewayFault):
        credentials.read(tmp_path / "link")


@pytest.mark.skipif(os.getuid() != 0, reason="root: gives a file away")
def test_somebody_elses_file_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, GOOD)
    os.chown(file, 65534, 65534)
    with pytest.raises(GatewayFault, match="somebody else"):
        credentials.read(file)
