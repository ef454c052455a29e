from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.crypto import assertion, signing
from gateway.vocabulary.identity import Role

SEED = signing.new_signing_key()
PUBLIC = signing.public_of(SEED)
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
SATO = assertion.Assertion(
    connection="C-1",
    person="P-1",
    username="sato",
    roles=frozenset({Role.ENGINEER, Role.AUDITOR}),
    door="office",
    os_user="root",
    proved_at=NOW,
    way=assertion.Way.CODE,
    issued_at=NOW,
    expires_at=NOW + timedelta(seconds=60),
)


def test_what_the_keeper_said_is_read_back():
    assert assertion.verified(PUBLIC, assertion.sign(SEED, SATO), NOW) == SATO
    web = replace(SATO, web="W-20261122-0000000000", way=assertion.Way.PASSKEY)
    assert assertion.verified(PUBLIC, assertion.sign(SEED, web), NOW) == web
    session = replace(SATO, door="session", os_user=None, roles=frozenset({Role.ENGINEER}))
    assert assertion.verified(PUBLIC, assertion.sign(SEED, session), NOW) == session


@pytest.mark.parametrize("seconds", [-1, 60, 3600])
def test_only_in_its_time(seconds):
    with pytest.raises(assertion.AssertionRefused):
        assertion.verified(PUBLIC, assertion.sign(SEED, SATO), NOW + timedelta(seconds=seconds))


def test_another_signer_is_refused():
    with pytest.raises(assertion.AssertionRefused):
        assertion.verified(PUBLIC, assertion.sign(signing.new_signing_key(), SATO), NOW)


def test_a_signature_of_the_bare_body_is_refused():
    body = msgspec.json.encode(SATO, order="sorted")
    with pytest.raises(assertion.AssertionRefused):
        assertion.verified(PUBLIC, signing.sign(SEED, body) + body, NOW)


@given(st.data())
def test_any_changed_byte_is_refused(data):
    blob = bytearray(assertion.sign(SEED, SATO))
    blob[data.draw(st.integers(0, len(blob) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(assertion.AssertionRefused):
        assertion.verified(PUBLIC, bytes(blob), NOW)


@given(st.binary(max_size=200))
def test_garbage_is_refused(blob):
    with pytest.raises(assertion.AssertionRefused):
        assertion.verified(PUBLIC, blob, NOW)


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"[]",
        msgspec.json.encode(SATO, order="sorted").replace(b"office", b"window"),
        msgspec.json.encode(SATO, order="sorted").replace(b"auditor", b"emperor"),
        msgspec.json.encode(SATO, order="sorted").replace(b"Z", b""),
    ],
)
def test_a_signed_body_of_another_form_is_refused(body):
    blob = signing.sign(SEED, signing.tagged("assertion.v1", body)) + body
    with pytest.raises(assertion.AssertionRefused):
        assertion.verified(PUBLIC, blob, NOW)
