"""SCRAM against the RFC's own example, and against servers that cheat."""

import base64
import hashlib
import hmac

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.relay.postgres.wire.saslprep import prepared
from gateway.relay.postgres.wire.scram import ITERATIONS_MAX, ITERATIONS_MIN, PLAIN, PLUS, ScramClient
from gateway.vocabulary.outcome import TargetError
from gateway.vocabulary.secret import Secret

NONCE = b"n" * 18


def client(binding=None, password=b"pencil"):
    return ScramClient(Secret(password), NONCE, binding)


def challenge(scram, salt=b"saltsalt", iterations=4096, more="server"):
    nonce = scram.first().decode().partition("r=")[2]
    return f"r={nonce}{more},s={base64.b64encode(salt).decode()},i={iterations}".encode()


def server_final(scram, server_first, client_final, password=b"pencil", salt=b"saltsalt", iterations=4096):
    """What a server that knows the password says (RFC 5802 §3), reckoned here by itself."""
    bare = scram.first().decode().partition(",,")[2]
    without_proof, _, proof = client_final.decode().rpartition(",p=")
    transcript = f"{bare},{server_first.decode()},{without_proof}".encode()
    salted = hashlib.pbkdf2_hmac("sha256", password, salt, iterations)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    signature = hmac.digest(stored, transcript, "sha256")
    shown = bytes(a ^ b for a, b in zip(base64.b64decode(proof), signature, strict=True))
    assert hashlib.sha256(shown).digest() == stored, "the client's proof does not hold"
    return b"v=" + base64.b64encode(hmac.digest(hmac.digest(salted, b"Server Key", "sha256"), transcript, "sha256"))


def test_the_example_of_rfc_7677():
    scram = ScramClient(Secret(b"pencil"), b"n" * 18, None, user="user")
    scram._nonce = "rOprNGfwEbeRWgbNEkqO"
    scram._bare = "n=user,r=rOprNGfwEbeRWgbNEkqO"
    assert scram.first() == b"n,,n=user,r=rOprNGfwEbeRWgbNEkqO"
    final = scram.final(b"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")
    assert final == (
        b"c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
    )
    assert not scram.is_proved
    scram.verify(b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")
    assert scram.is_proved


@settings(deadline=None, max_examples=25)
@given(st.binary(max_size=30).map(lambda raw: b"p" + raw), st.none() | st.binary(min_size=32, max_size=64))
def test_a_server_that_knows_the_password_is_believed(password, binding):
    scram = client(binding, password)
    first = challenge(scram)
    final = scram.final(first)
    scram.verify(server_final(scram, first, final, prepared(password)))
    assert scram.is_proved


def test_a_server_that_does_not_is_not():
    scram = client()
    first = challenge(scram)
    final = scram.final(first)
    another = b"v=" + base64.b64encode(bytes(32))
    with pytest.raises(TargetError, match="does not know"):
        scram.verify(another)
    assert not scram.is_proved
    del final


def test_the_binding_is_in_what_is_proved():
    scram = client(b"h" * 32)
    assert scram.first().startswith(b"p=tls-server-end-point,,n=,r=")
    final = scram.final(challenge(scram))
    assert final.startswith(b"c=" + base64.b64encode(b"p=tls-server-end-point,," + b"h" * 32))


def test_who_has_a_binding_insists_on_it():
    assert client(b"h" * 32).mechanism((PLUS, PLAIN)) == PLUS
    with pytest.raises(TargetError, match="PLUS"):
        client(b"h" * 32).mechanism((PLAIN,))
    assert client().mechanism((PLUS, PLAIN)) == PLAIN
    with pytest.raises(TargetError):
        client().mechanism(("SCRAM-SHA-1", "OAUTHBEARER"))


@pytest.mark.parametrize("iterations", [0, 1, ITERATIONS_MIN - 1, ITERATIONS_MAX + 1, 9_999_999, 10**12])
def test_iterations_are_bounded_both_ways(iterations):
    scram = client()
    with pytest.raises(TargetError):
        scram.final(challenge(scram, iterations=iterations))


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"r=x", b"m=ext,r={n}x,s=c2FsdHNhbHQ=,i=4096", b"r={n},s=c2FsdHNhbHQ=,i=4096", b"r=other,s=c2FsdHNhbHQ=,i=4096",
        b"r={n}x,s=c2FsdHNhbHQ=,i=4096,x=more", b"r={n}x,s=c2FsdHNhbHQ=,i=04096", b"r={n}x,s=,i=4096", b"r={n}x,s=c2Fs,i=4096",
        b"r={n}x,s=!!!!,i=4096", b"r={n}x,s=c2FsdHNhbHQ,i=4096", b"r={n}\xc3\xa9,s=c2FsdHNhbHQ=,i=4096",
        b"r={n}x,s=c2FsdHNhbHQ=,i=4096\n",
        b"r={n}" + b"x" * 5000 + b",s=c2FsdHNhbHQ=,i=4096", b"e=other-error",
    ],
)  # fmt: skip
def test_a_challenge_that_is_none_is_refused(answer):
    scram = client()
    nonce = scram.first().partition(b"r=")[2]
    with pytest.raises(TargetError, match="SCRAM"):
        scram.final(answer.replace(b"{n}", nonce))


@pytest.mark.parametrize("outcome", [b"", b"v=", b"v=AAAA", b"v=!", b"e=invalid-proof", b"v=" + b"A" * 44 + b",x=1"])
def test_an_outcome_that_proves_nothing_is_refused(outcome):
    scram = client()
    scram.final(challenge(scram))
    with pytest.raises(TargetError):
        scram.verify(outcome)
    assert not scram.is_proved


def test_the_steps_come_once_and_in_order():
    scram = client()
    with pytest.raises(TargetError):
        scram.verify(b"v=" + b"A" * 43 + b"=")
    scram.final(challenge(scram))
    with pytest.raises(TargetError, match="second"):
        scram.final(challenge(scram))


def test_a_short_nonce_is_ours_to_mend():
    with pytest.raises(ValueError, match="nonce"):
        ScramClient(Secret(b"x"), b"short", None)


def test_the_password_is_not_shown():
    assert "pencil" not in repr(vars(client()))


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=80))
def test_any_challenge_is_answered_or_refused(data):
    try:
        client().final(data)
    except TargetError:
        return
    raise AssertionError("a challenge without our nonce")
