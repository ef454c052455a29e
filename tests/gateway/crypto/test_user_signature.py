from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.crypto.openssh import string
from gateway.crypto.user_signature import PLAIN_TYPES, rsa_bits, verifier
from tests.gateway.crypto.a_security_key import mpint
from tests.gateway.crypto.an_authority import PlainKey

KEYS = {kind: PlainKey(kind) for kind in sorted(set(PLAIN_TYPES.values()))}
DATA = b"session id and request"


@pytest.mark.parametrize(("algorithm", "kind"), sorted(PLAIN_TYPES.items()))
def test_a_signature_is_its_keys_over_its_data_and_no_others(algorithm, kind):
    key = KEYS[kind]
    verify = verifier(key.blob, algorithm)
    good = key.sign(DATA, algorithm)
    assert verify(good, DATA)
    assert not verify(good, DATA + b".")
    assert not verify(good + b"\x00", DATA)
    assert not verify(good[:-1], DATA)
    assert not verify(PlainKey(kind).sign(DATA, algorithm), DATA)


def test_the_request_names_the_algorithm_not_the_signature():
    key = KEYS["ssh-rsa"]
    assert not verifier(key.blob, "rsa-sha2-512")(key.sign(DATA, "rsa-sha2-256"), DATA)
    assert not verifier(key.blob, "rsa-sha2-512")(key.sign(DATA, "ssh-rsa"), DATA)
    with pytest.raises(ValueError, match="algorithm"):
        verifier(key.blob, "ssh-rsa")


@pytest.mark.parametrize(("algorithm", "kind"), sorted(PLAIN_TYPES.items()))
def test_a_signature_that_calls_itself_something_else_is_none(algorithm, kind):
    key = KEYS[kind]
    inner = key.sign(DATA, algorithm)[4 + len(algorithm) :]
    for name in (*PLAIN_TYPES, f"{algorithm}-cert-v01@openssh.com", ""):
        assert verifier(key.blob, algorithm)(string(name.encode()) + inner, DATA) is (name == algorithm)


def test_an_ecdsa_pair_with_more_behind_it_is_none():
    key = KEYS["ecdsa-sha2-nistp256"]
    good = key.sign(DATA)
    head = 4 + len(key.kind)
    assert not verifier(key.blob, key.kind)(good[:head] + string(good[head + 4 :] + b"\x00"), DATA)


def test_leading_zeros_that_a_client_left_out_are_put_back():
    key = KEYS["ssh-rsa"]
    verify = verifier(key.blob, "rsa-sha2-256")
    for number in range(5_000):
        data = number.to_bytes(4, "big")
        head, inner = (whole := key.sign(data, "rsa-sha2-256"))[:16], whole[20:]
        if inner[0] == 0:
            assert verify(head + string(inner.lstrip(b"\x00")), data)
            return
    pytest.fail("no signature began with zero")


@pytest.mark.parametrize(
    ("blob", "algorithm"),
    [
        (KEYS["ssh-ed25519"].blob, "rsa-sha2-512"),
        (KEYS["ssh-ed25519"].blob, "ecdsa-sha2-nistp256"),
        (KEYS["ecdsa-sha2-nistp384"].blob, "ecdsa-sha2-nistp256"),
        (KEYS["ssh-ed25519"].blob + b"\x00", "ssh-ed25519"),
        (KEYS["ssh-ed25519"].blob[:-1], "ssh-ed25519"),
        (string(b"ssh-ed25519"), "ssh-ed25519"),
        (b"", "ssh-ed25519"),
        (string(b"ssh-dss") + mpint(1) * 4, "ssh-dss"),
        (string(b"ecdsa-sha2-nistp256") + string(b"nistp256") + string(b"\x04" + b"\x01" * 64), "ecdsa-sha2-nistp256"),
        (string(b"ssh-rsa") + mpint(65537) + string(b""), "rsa-sha2-512"),
    ],
    ids=count(),
)
def test_what_is_no_key_of_the_algorithm_has_no_verifier(blob, algorithm):
    with pytest.raises(ValueError):
        verifier(blob, algorithm)


def test_the_length_of_rsa_keys():
    assert rsa_bits(KEYS["ssh-rsa"].blob) == 2048
    assert rsa_bits(KEYS["ssh-ed25519"].blob) is None


VERIFIERS = [(algorithm, verifier(KEYS[kind].blob, algorithm)) for algorithm, kind in PLAIN_TYPES.items()]


@given(st.binary(max_size=300), st.binary(max_size=40))
@settings(max_examples=100)
def test_any_bytes_never_raise_and_never_verify(signature, data):
    for algorithm, verify in VERIFIERS:
        assert not verify(signature, data)
        assert not verify(string(algorithm.encode()) + string(signature), data)


@given(st.binary(max_size=300))
@settings(max_examples=100)
def test_any_bytes_are_a_key_or_a_value_error(blob):
    for algorithm, kind in PLAIN_TYPES.items():
        try:
            verifier(string(kind.encode()) + blob, algorithm)(b"", b"")
        except ValueError:
            continue
