from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.crypto import assertion, signing, web_pass
from gateway.crypto.assertion import Way

SEED = signing.new_signing_key()
PUBLIC = signing.public_of(SEED)
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
SATO = web_pass.WebPass(
    web="W-20261122-0000000000",
    ticket=bytes(32),
    person="P-1",
    username="sato",
    way=Way.CODE,
    proved_at=NOW,
    issued_at=NOW,
    ends_at=NOW + timedelta(hours=10),
    mark=b"m" * 32,
)


def test_what_the_keeper_signed_is_read_back_at_any_time():
    assert web_pass.verified(PUBLIC, web_pass.sign(SEED, SATO)) == SATO


def test_another_keeper_is_refused():
    with pytest.raises(web_pass.PassRefused):
        web_pass.verified(PUBLIC, web_pass.sign(signing.new_signing_key(), SATO))


def test_an_assertion_is_no_pass_and_a_pass_no_assertion():
    body = msgspec.json.encode(SATO, order="sorted")
    with pytest.raises(web_pass.PassRefused):
        web_pass.verified(PUBLIC, signing.sign(SEED, signing.tagged("assertion.v1", body)) + body)
    with pytest.raises(assertion.AssertionRefused):
        assertion.verified(PUBLIC, web_pass.sign(SEED, SATO), NOW)


@given(st.data())
def test_any_changed_byte_is_refused(data):
    blob = bytearray(web_pass.sign(SEED, SATO))
    blob[data.draw(st.integers(0, len(blob) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(web_pass.PassRefused):
        web_pass.verified(PUBLIC, bytes(blob))


@given(st.binary(max_size=3000))
def test_garbage_is_refused(blob):
    with pytest.raises(web_pass.PassRefused):
        web_pass.verified(PUBLIC, blob)


@pytest.mark.parametrize(
    "body", [b"{}", b"[]", msgspec.json.encode(SATO, order="sorted").replace(b'"code"', b'"handshake"')]
)
def test_a_signed_body_of_another_form_is_refused(body):
    with pytest.raises(web_pass.PassRefused, match="malformed"):
        web_pass.verified(PUBLIC, signing.sign(SEED, signing.tagged("web-pass.v1", body)) + body)


@pytest.mark.parametrize("field", ["proved_at", "issued_at", "ends_at"])
def test_times_have_a_zone(field):
    naive = replace(SATO, **{field: NOW.replace(tzinfo=None)})
    with pytest.raises(web_pass.PassRefused, match="zone"):
        web_pass.verified(PUBLIC, web_pass.sign(SEED, naive))
