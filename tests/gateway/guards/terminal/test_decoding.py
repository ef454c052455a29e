import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.guards.terminal.decoding import as_came, decoder_of, painted
from gateway.guards.terminal.nec_rows import CHARACTERS, SPELLINGS
from gateway.vocabulary.target import Encoding


def decoded(data: bytes, encoding: Encoding, size: int = 1000) -> str:
    decoder = decoder_of(encoding)
    found = [decoder.feed(data[at : at + size]) for at in range(0, len(data), size)]
    return "".join(one.decode() if isinstance(one, bytes) else one for one in found) + decoder.close()


@given(st.binary(max_size=40), st.sampled_from(Encoding), st.integers(1, 5))
def test_the_same_text_wherever_the_bytes_are_cut(data, encoding, size):
    assert decoded(data, encoding, size) == decoded(data, encoding)


@given(st.binary(max_size=40))
def test_utf_8_can_be_told_byte_by_byte(data):
    text = decoded(data, Encoding.UTF_8)
    assert as_came(text) == data
    assert painted(text).decode().replace("\ufffd", "") == data.decode("utf-8", "ignore").replace("\ufffd", "")


@pytest.mark.parametrize("encoding", Encoding)
def test_no_lead_byte_swallows_a_control(encoding):
    for lead in itertools.chain(([one] for one in range(0x80, 0x100)), ([0x8F, one] for one in range(0x80, 0x100))):
        for control in (*range(0x20), 0x7F):
            assert decoded(bytes([*lead, control, 0x41]), encoding).endswith(chr(control) + "A")


@given(st.text(st.characters(codec="euc_jp", exclude_characters="¥‾")))
def test_text_of_euc_jp_is_read_as_it_was_written(text):
    assert decoded(text.encode("euc_jp"), Encoding.EUC_JP, 1) == text


@given(st.text(st.characters(codec="shift_jis", exclude_characters="¥‾\\~")))
def test_text_of_cp932_is_read_as_it_was_written(text):
    written = text.encode("cp932", "ignore")
    assert decoded(written, Encoding.CP932, 1) == written.decode("cp932")


def test_half_width_kana_jis_x_0212_and_nec_rows_of_euc_jp():
    assert decoded(b"\x8e\xb6\x8e\xc5\x8f\xb0\xa1\xad\xa1\xad\xea\xfc\xe2", Encoding.EUC_JP, 1) == "ｶﾅ丂①㈱髙"
    assert all(CHARACTERS[SPELLINGS[letter]] == letter for letter in CHARACTERS.values())
    assert len(CHARACTERS) > 400


def test_c1_controls_of_euc_jp_are_controls_but_for_those_that_begin_strings():
    assert decoded(b"\x9b1m\x85\x9c", Encoding.EUC_JP) == "\x9b1m\x85\x9c"
    assert decoded(b"\x90\x98\x9d\x9e\x9f", Encoding.EUC_JP) == "\udc90\udc98\udc9d\udc9e\udc9f"


def test_a_byte_that_no_character_could_begin_with_is_doubtful_and_half_a_character_is_not():
    assert decoded(b"\x9d", Encoding.UTF_8) == "\udc9d"
    assert decoded(b"\xf0\x9d5", Encoding.UTF_8) == "\uddf0\udd9d5"
    assert decoded(b"\x9d5", Encoding.CP932) == "\udc9d5"


def test_a_pair_that_is_no_character_is_skipped_as_one():
    assert decoded(b"\xa9\xa1\xa4\xa2", Encoding.EUC_JP) == "\udda9\udda1あ"


def test_only_an_incomplete_character_waits():
    for encoding, half in (
        (Encoding.UTF_8, b"\xf0\x9f\x98"),
        (Encoding.EUC_JP, b"\x8f\xb0"),
        (Encoding.CP932, b"\x82"),
    ):
        decoder = decoder_of(encoding)
        decoder.feed(b"a")
        assert not decoder.waits
        decoder.feed(half)
        assert decoder.waits
        assert decoder.close()
        assert not decoder.waits
