"""What asks for a secret."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.recording.prompts import asks_secret, visible

ASKS = [
    "Password: ",
    "password:",
    "[sudo] password for sato: ",
    "[sudo] sato のパスワード: ",
    "パスワード:",
    "パスワード：",
    "ﾊﾟｽﾜｰﾄﾞ:",
    "Enter passphrase for key '/home/sato/.ssh/id_ed25519': ",
    "sato@10.0.0.1's password: ",
    "Password",
    "Enter password",
    "Enter password (will not be shown)",
    "(current) UNIX password: ",
    "New password: ",
    "Retype new password: ",
    "Vault password (default): ",
    "BECOME password: ",
    "Enter pass phrase for server.key:",
    "Password for 'https://sato@git': ",
    "Verification code: ",
    "Enter PIN for authenticator: ",
    "One-time password (OATH) for `sato': ",
    "Enter OTP: ",
    "Token: ",
    "パスワードを入力してください",
    "パスワードを入力してください。",
    "新しいパスワードを入力してください: ",
    "暗証番号を入力：",
    "認証コード: ",
    "ワンタイムパスワード: ",
    "Password:\r\n",
    "Enter password:\r\n> ",
    "\x1b[1;33mPassword:\x1b[0m ",
    "\x1b]0;sudo\x07Password: ",
    "API key: ",
    "パスワード（確認）：",
    "Enter your secret key: ",
    "Password? ",
    "PASSWORD> ",
]
ASKS_NOT = [
    "",
    "$ ",
    "sato@host:~$ ",
    "login: ",
    "Username: ",
    "ユーザ名: ",
    "sato@host:~$ grep password",
    "# cat passwords.txt\r\n# ",
    "Password:\r\nsato@host:~$ ",
    "passwd: password updated successfully\r\n$ ",
    "Continue? [Y/n] ",
    "(END)",
    "Compass: ",
    "The password was changed yesterday\r\n$ ",
    "key: value",
    "code: 200",
    "time: 12:00",
]


@pytest.mark.parametrize("encoding", ["utf-8", "euc-jp", "cp932"])
@pytest.mark.parametrize("shown", ASKS)
def test_R14_questions(shown: str, encoding: str) -> None:
    assert asks_secret(shown.encode(encoding))
    assert asks_secret(b"x" * 1000 + b"\r\n" + shown.encode(encoding))


@pytest.mark.parametrize("shown", ASKS_NOT)
def test_R37_no_questions(shown: str) -> None:
    assert not asks_secret(shown.encode())


@pytest.mark.parametrize("encoding", ["utf-8", "euc-jp", "cp932"])
@pytest.mark.parametrize("before", range(8))
def test_R14_the_tail_may_begin_inside_a_character(encoding: str, before: int) -> None:
    assert asks_secret(("説明" * 300).encode(encoding)[before:] + "のパスワード: ".encode(encoding))


@given(st.binary(max_size=700))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    asks_secret(data)
    assert b"\x1b" not in visible(data)


def test_an_unfinished_control_string_hides_no_question() -> None:
    assert asks_secret(b"\x1b]0;title\r\nPassword: ")
    assert asks_secret(b"\x1bP1$r\r\nPassword: ")
