import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.guards.transfer.visible import visible

PIECES = st.lists(
    st.one_of(
        st.binary(max_size=6),
        st.sampled_from(
            [b"\x1b", b"\x1b[", b"[", b"3", b";", b" ", b"m", b"\x1b[31m", b"\x1b(B", b"\x07", b"a", b"\x1b]0;t\x07"]
        ),
    ),
    max_size=20,
)


def text_of(pieces: list[bytes]) -> bytes:
    carry, out = b"", b""
    for piece in pieces:
        text, carry = visible(carry, piece)
        assert len(carry) <= 3
        out += text
    return out


@pytest.mark.parametrize(
    ("stream", "text"),
    [
        (b"plain \xe6\x9d\xb1\r\n", b"plain \xe6\x9d\xb1\r\n"),
        (b"\x1b[1;31mred\x1b[0m", b"red"),
        (b"a\x1b(Bb\x1b7c\x1b[?25ld\x1b[ qe", b"abcde"),
        (b"a\x00\x07\x08\x0e\x0f\x7fb", b"ab"),
        (b"a\x1b\x1b[mb", b"ab"),
        (b"\x1bPtmux;\x1b\x1b[mhidden\x1b\\", b"tmux;hidden"),
        (b"a\x1b[31\r\nb", b"a\r\nb"),
    ],
)
def test_sequences_and_silent_controls_are_taken_out(stream, text):
    assert text_of([stream]) == text


def test_text_without_any_is_not_even_copied():
    chunk = b"clean text" * 100
    assert visible(b"", chunk)[0] is chunk


@given(PIECES)
def test_the_text_is_the_same_for_every_split(pieces):
    stream = b"".join(pieces)
    whole = text_of([stream])
    assert text_of(pieces) == whole
    assert text_of([bytes((byte,)) for byte in stream]) == whole


def test_parameters_without_end_take_no_memory():
    carry = b"\x1b["
    for _ in range(1000):
        text, carry = visible(carry, b"1;" * 500)
        assert (text, carry) == (b"", b"\x1b[")
    assert visible(carry, b"mx") == (b"x", b"")
