import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.menu.keys import CONTROLS, SEQUENCES, Key, key_reader

EVERY = [b"\x1b" + sequence for sequence in SEQUENCES]


def keys(*pieces: bytes) -> list[Key | str]:
    reader = key_reader()
    return [key for piece in pieces for key in reader.feed(piece)]


@pytest.mark.parametrize("sequence", EVERY)
def test_a_sequence_is_one_key_wherever_it_is_cut(sequence):
    expected = [SEQUENCES[sequence[1:]]]
    for at in range(len(sequence) + 1):
        assert keys(sequence[:at], sequence[at:]) == expected
    assert keys(*(bytes([byte]) for byte in sequence)) == expected


def test_controls_and_letters():
    assert keys(bytes(CONTROLS)) == list(CONTROLS.values())
    assert keys("aq/関１".encode()) == ["a", "q", "/", "関", "１"]
    assert keys(b"\x00\x01\x07\x1f") == []


@pytest.mark.parametrize(
    "sequence",
    [
        b"\x1b[1;2Q",
        b"\x1b[<0;10;5M",
        b"\x1b[24;80R",
        b"\x1b[?64;1;2c",
        b"\x1b]52;c;cXVpdA==\x07",
        b"\x1b]0;q\x1b\\",
        b"\x1bP1;2|q\x1b\\",
        b"\x1b_Gi=1;q\x1b\\",
        b"\x1bq",
        b"\x1b[" + b"1" * 5000 + b"q",
    ],
)
def test_a_sequence_nobody_named_is_no_key_and_none_of_its_letters_is_one(sequence):
    for at in range(min(len(sequence), 40) + 1):
        assert keys(sequence[:at], sequence[at:], b"j") == ["j"]


@pytest.mark.parametrize(
    "broken", [b"\xff\xfe", b"\xe9\x96", b"\x80\x80\x80", b"\xc3(", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"]
)
def test_what_is_no_text_is_dropped_and_nothing_after_it(broken):
    assert keys(broken, b"j")[-1] == "j"
    assert all(key in {"j", "("} for key in keys(broken, b"j"))


def test_a_byte_order_mark_and_other_hidden_letters_are_no_keys():
    assert keys("\ufeff1\u202e\u2028".encode()) == ["1"]


def test_a_paste_is_one_key_whatever_is_in_it():
    pasted = b"\x1b[200~q\r\x03\x1b[A1\r\x1b[201~j"
    for at in range(len(pasted) + 1):
        assert keys(pasted[:at], pasted[at:]) == [Key.PASTE, "j"]


def test_a_paste_that_never_ends_keeps_nothing():
    reader = key_reader()
    assert reader.feed(b"\x1b[200~") == [Key.PASTE]
    assert reader.feed(b"\r" * 100_000) == []
    assert reader.is_pasting
    assert reader.pause() == []
    assert reader.is_pasting
    assert len(reader._held) <= 8


def test_a_lone_escape_is_a_key_once_nothing_follows():
    reader = key_reader()
    assert reader.feed(b"\x1b") == []
    assert reader.pause() == [Key.ESCAPE]
    assert reader.feed(b"[A") == ["[", "A"]
    assert keys(b"\x1b\x1b[A") == [Key.ESCAPE, Key.UP]


def test_an_unfinished_sequence_is_given_up_after_a_pause():
    reader = key_reader()
    reader.feed(b"\x1b[1;")
    assert reader.pause() == []
    assert reader.feed(b"j") == ["j"]


@given(st.binary(max_size=200), st.data())
def test_any_bytes_cut_anywhere_give_the_same_keys_and_bounded_memory(data, draw):
    cuts = sorted(draw.draw(st.lists(st.integers(0, len(data)), max_size=5)))
    pieces = [data[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(data)], strict=True)]
    assert keys(*pieces) == keys(data)
    reader = key_reader()
    reader.feed(data)
    assert len(reader._held) <= 40
