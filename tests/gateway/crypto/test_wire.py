import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.crypto.openssh import string
from gateway.crypto.wire import Reader


def test_values_come_in_their_order():
    reader = Reader(string(b"name") + (7).to_bytes(4, "big") + (8).to_bytes(8, "big") + string(b"\x00\x80") + b"rest")
    assert (reader.name(), reader.uint32(), reader.uint64(), reader.positive()) == ("name", 7, 8, 128)
    with pytest.raises(ValueError, match="after the end"):
        reader.end()
    assert reader.take(4) == b"rest"
    assert reader.left == 0
    reader.end()


@pytest.mark.parametrize("octets", [b"", b"\x00", b"\x80", b"\x00\x01", b"\xff\xff"])
def test_a_positive_number_has_one_spelling(octets):
    with pytest.raises(ValueError, match="one spelling"):
        Reader(string(octets)).positive()


@pytest.mark.parametrize("octets", [b"a b", b"a\x00", "佐".encode(), b"\x7f", b"\n"])
def test_a_name_is_printable_ascii(octets):
    with pytest.raises(ValueError, match="printable"):
        Reader(string(octets)).name()


@pytest.mark.parametrize("cut", range(11))
def test_cut_anywhere_it_is_not_there(cut):
    whole = string(b"sekisho")
    with pytest.raises(ValueError, match="too early"):
        Reader(whole[:cut]).string()


@given(st.binary(max_size=64), st.sampled_from(["string", "name", "uint32", "uint64", "positive", "end"]))
def test_any_bytes_are_a_value_or_a_value_error(data, kind):
    try:
        getattr(Reader(data), kind)()
    except ValueError:
        return
