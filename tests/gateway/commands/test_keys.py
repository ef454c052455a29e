from hypothesis import given
from hypothesis import strategies as st

from gateway.commands.keys import CONTROLS, PASTE_BYTES_MAX, SEQUENCES, UNSHOWN, Key, Paste, key_reader

PIECES = st.sampled_from(
    [
        b"a",
        "山".encode(),
        b"\x1b",
        b"\x1b[A",
        b"\x1b[200~",
        b"\x1b[201~",
        b"\r",
        b"\n",
        b"\x1b]0;t\x07",
        b"\x9b",
        b"\xe9",
        b"\x1b[1;5C",
        b"\x1a",
    ]
)


def keys(data):
    return key_reader().feed(data)


def test_every_named_key():
    assert [keys(bytes([byte])) for byte in CONTROLS] == [[key] for key in CONTROLS.values()]
    assert [keys(b"\x1b" + sequence) for sequence in SEQUENCES] == [[key] for key in SEQUENCES.values()]
    assert keys(b"\x1bb\x1bf\x1b\x7f\x1b.") == [Key.WORD_LEFT, Key.WORD_RIGHT, Key.KILL_WORD_BACK, Key.LAST_WORD]


def test_what_stands_in_no_table_is_no_key():
    assert keys(b"\x1a\x1c\x11\x16\x00\x1d\x1e") == []
    assert keys(b"\x1b!\x1b:\x1bx\x1b[24;80R\x1b[[A\x1b[M") == []
    assert keys(b"\x1b]52;c;aWQ=\x07\x1bPq\x1b\\a") == ["a"]


def test_letters_of_any_length_and_those_nobody_would_see():
    assert keys("a山é".encode()) == ["a", "山", "é"]
    assert keys("\u202e\u200b".encode()) == [UNSHOWN, UNSHOWN]
    assert keys(b"\xff\xe9a") == ["a"]


def test_cr_lf_is_one_enter():
    assert keys(b"\r\n\n\r\r\n") == [Key.ENTER] * 4


def test_a_paste_is_one_value_and_never_a_key():
    assert keys(b"\x1b[200~a\rb\x03\x1b[A\x1b[201~c") == [Paste("a\rb\x03\x1b[A", is_cut=False), "c"]
    assert keys(b"\x1b[200~\xff\x1b[201~") == [Paste("\ufffd", is_cut=False)]


def test_a_paste_is_bounded():
    reader = key_reader()
    assert reader.feed(b"\x1b[200~" + b"x" * (PASTE_BYTES_MAX + 1000)) == []
    assert reader.pause() == []
    assert reader.feed(b"\x1b[201~") == [Paste("x" * PASTE_BYTES_MAX, is_cut=True)]


def test_a_lone_escape_is_a_key_after_a_pause():
    reader = key_reader()
    assert reader.feed(b"\x1b") == []
    assert reader.waits
    assert reader.pause() == [Key.ESCAPE]
    assert (reader.feed(b"[A"), reader.pause()) == (["[", "A"], [])
    assert reader.feed(b"\x1b[1;") == []
    assert (reader.pause(), reader.feed(b"5C")) == ([], ["5", "C"])


@given(st.lists(PIECES, max_size=30).map(b"".join), st.integers(1, 7))
def test_any_split_gives_the_same_keys(data, size):
    whole, pieces = key_reader(), key_reader()
    split = [key for at in range(0, len(data), size) for key in pieces.feed(data[at : at + size])]
    assert split == whole.feed(data)


@given(st.binary(max_size=300))
def test_any_bytes_give_keys_of_the_table_and_letters_that_are_shown(data):
    for key in keys(data):
        assert isinstance(key, Key | Paste) or (len(key) == 1 and key.isprintable())
