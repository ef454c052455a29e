"""Keys as tokens."""

from hypothesis import given
from hypothesis import strategies as st

from gateway.recording.keys import AGAIN, KEYS, SEARCH, tokens
from gateway.recording.player import Command


def test_keys_and_arrows() -> None:
    assert [KEYS.get(key) for key in tokens(b" q\x1b[C\x1bOD.")] == [
        Command.PAUSE,
        Command.QUIT,
        Command.FORWARD,
        Command.BACK,
        Command.STEP,
    ]


def test_a_terminals_answers_are_one_token_and_no_key() -> None:
    answers = b"\x1b[24;80R\x1b[?64;1;2c\x1b]11;rgb:00/00/00\x07\x1bP1$r0m\x1b\\"
    assert len(list(tokens(answers))) == 4
    assert not any(key in KEYS or key in (SEARCH, AGAIN) for key in tokens(answers))


def test_a_japanese_letter_is_one_token() -> None:
    assert list(tokens("障害".encode())) == ["障".encode(), "害".encode()]


@given(st.binary())
def test_no_byte_is_lost(data: bytes) -> None:
    assert b"".join(tokens(data)) == data
