import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.guards.stage import Weight
from gateway.guards.terminal import Spelling
from gateway.guards.terminal.decoding import decoder_of
from gateway.vocabulary.target import Encoding

JAPANESE = st.sampled_from([Encoding.EUC_JP, Encoding.CP932])


def typed(data: bytes, encoding: Encoding, size: int = 1000) -> tuple[bytes, int]:
    stage = Spelling(encoding)
    passed = [stage.feed(data[at : at + size]) for at in range(0, len(data), size)] + [stage.idle(), stage.close()]
    assert all(
        finding.kind == "unspellable" and finding.weight is Weight.COUNTED for one in passed for finding in one.findings
    )
    return b"".join(one.data for one in passed), sum(len(one.findings) for one in passed)


@given(st.binary(max_size=30), st.sampled_from(Encoding), st.integers(1, 4))
def test_the_same_spelling_wherever_the_typing_is_cut(data, encoding, size):
    assert typed(data, encoding, size) == typed(data, encoding)


@given(st.binary(max_size=30))
def test_a_target_of_utf_8_gets_what_was_typed(data):
    assert typed(data, Encoding.UTF_8) == (data, 0)


@given(st.text(max_size=20), JAPANESE)
def test_every_letter_is_read_back_or_dropped_and_told(text, encoding):
    spelled, dropped = typed(text.encode(), encoding)
    back = decoder_of(encoding).feed(spelled)
    assert len(back.decode() if isinstance(back, bytes) else back) + dropped == len(text)
    assert not any("\ud800" <= letter <= "\udfff" for letter in (back if isinstance(back, str) else ""))


@given(st.text(st.characters(max_codepoint=0x7F)), JAPANESE)
def test_controls_and_ascii_pass_as_they_are(text, encoding):
    assert typed(text.encode(), encoding) == (text.encode(), 0)


@pytest.mark.parametrize(
    ("letters", "euc_jp", "cp932"),
    [
        ("受付ｶﾅ", b"\xbc\xf5\xc9\xd5\x8e\xb6\x8e\xc5", b"\x8e\xf3\x95\x74\xb6\xc5"),
        ("～〜", b"\xa1\xc1\xa1\xc1", b"\x81\x60\x81\x60"),
        ("－−", b"\xa1\xdd\xa1\xdd", b"\x81\x7c\x81\x7c"),
        ("∥—￠￡￢", b"\xa1\xc2\xa1\xbd\xa1\xf1\xa1\xf2\xa2\xcc", b"\x81\x61\x81\x5c\x81\x91\x81\x92\x81\xca"),
        ("①㈱髙", b"\xad\xa1\xad\xea\xfc\xe2", b"\x87\x40\x87\x8a\xee\xe0"),
    ],
)
def test_letters_as_the_targets_write_them(letters, euc_jp, cp932):
    assert typed(letters.encode(), Encoding.EUC_JP) == (euc_jp, 0)
    assert typed(letters.encode(), Encoding.CP932) == (cp932, 0)


@pytest.mark.parametrize("encoding", [Encoding.EUC_JP, Encoding.CP932])
def test_what_has_no_spelling_becomes_nothing_else(encoding):
    assert typed("a¥‾😀\u0301b".encode(), encoding) == (b"ab", 4)
    assert typed(b"a\xff\xe3\x81b", encoding) == (b"ab", 3)


def test_half_a_letter_waits_and_is_told_at_the_end():
    stage = Spelling(Encoding.EUC_JP)
    assert stage.feed(b"\xe3\x81").data == b""
    assert stage.holds
    assert stage.idle().data == b""
    assert stage.feed(b"\x82").data == b"\xa4\xa2"
    assert not stage.holds
    stage.feed(b"\xe3")
    assert len(stage.close().findings) == 1
    assert stage.close().findings == ()
