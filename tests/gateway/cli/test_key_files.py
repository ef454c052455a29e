from pathlib import Path

import pytest

from gateway.cli.key_files import key_of, plain_key_of
from gateway.crypto import openssh
from gateway.ipc.messages import CallRefused
from tests.gateway.crypto.a_security_key import ASecurityKey
from tests.gateway.crypto.an_authority import PlainKey


def test_a_public_key_is_read_without_its_own_comment(tmp_path: Path) -> None:
    blob = openssh.new_pair().public
    file = tmp_path / "key.pub"
    file.write_text(f"{openssh.line(blob)} 佐藤陽一@自宅\n")
    key = key_of(file, "sato")
    assert (key.blob, key.comment) == (blob, "sato")


def test_a_private_key_is_refused_and_not_shown(tmp_path: Path) -> None:
    file = tmp_path / "id"
    file.write_bytes(openssh.new_pair().private.reveal())
    with pytest.raises(CallRefused) as refused:
        key_of(file, "sato")
    assert ".pub" in refused.value.text.ja
    assert "b3BlbnNzaC1rZXk" not in refused.value.text.both()


@pytest.mark.parametrize(
    "content", [b"", b"ssh-ed25519", b"ssh-ed25519 AAAA", b"\xff\xfe", b"hello world", bytes(range(256)) * 8]
)
def test_what_is_no_key_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "\x1b]0;x\x07.pub"
    file.write_bytes(content)
    with pytest.raises(CallRefused) as refused:
        key_of(file, "sato")
    assert "\x1b" not in refused.value.text.both()
    assert "OpenSSH の公開鍵ではありません。「ssh-ed25519 AAAA" in refused.value.text.ja
    assert refused.value.text.en.endswith("one line like: ssh-ed25519 AAAA... comment")


def test_what_is_wrong_with_a_key_is_said_in_both_languages(tmp_path: Path) -> None:
    file = tmp_path / "short.pub"
    file.write_text(openssh.line(PlainKey("ssh-rsa", 1024).blob) + "\n")
    with pytest.raises(CallRefused, match=r"key\.unfit") as refused:
        key_of(file, "sato")
    assert "2048 ビット以上" in refused.value.text.ja
    assert "2048 bits or more" in refused.value.text.en


def test_a_host_or_an_authority_has_no_security_key(tmp_path: Path) -> None:
    file = tmp_path / "device.pub"
    device = ASecurityKey()
    file.write_text(openssh.line(device.blob) + "\n")
    assert key_of(file, "sato").blob == device.blob
    with pytest.raises(CallRefused):
        plain_key_of(file, "host")


def test_a_missing_file_is_the_systems_word(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        key_of(tmp_path / "none.pub", "sato")
