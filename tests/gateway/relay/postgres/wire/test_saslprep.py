"""SASLprep as PostgreSQL does it; the first cases are RFC 4013's own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.relay.postgres.wire.saslprep import prepared


@pytest.mark.parametrize(
    ("given_", "is_"),
    [
        ("I\u00adX", "IX"), ("user", "user"), ("USER", "USER"), ("\u00aa", "a"), ("\u2168", "IX"), ("a\u00a0b", "a b"),
        ("ﾊﾟｽ", "パス"), ("か\u3099", "が"),
        ("\u0007", "\u0007"), ("\u0627\u0031", "\u0627\u0031"), ("a\u0221", "a\u0221"), ("\u00ad", "\u00ad"), ("", ""),
    ],
)  # fmt: skip
def test_prepared_or_as_it_is(given_, is_):
    assert prepared(given_.encode()) == is_.encode()


def test_bytes_that_are_no_text_are_used_as_they_are():
    assert prepared(b"\xff\xfe") == b"\xff\xfe"


@settings(deadline=None)
@given(st.text(max_size=12))
def test_what_is_prepared_stays(text):
    once = prepared(text.encode("utf-8", "surrogatepass"))
    assert prepared(once) == once
