import struct
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.crypto.openssh import string
from gateway.crypto.security_key import SK_ECDSA, SK_ED25519, is_security_key, presence, read
from tests.gateway.crypto.a_security_key import ASecurityKey, mpint

KEYS = {kind: ASecurityKey(kind) for kind in ("ed25519", "ecdsa")}
DATA = b"session id and request"
SIGNED = {kind: key.sign(DATA, flags=5, counter=9) for kind, key in KEYS.items()}
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256's base point


@pytest.fixture(params=list(KEYS))
def key(request):
    return KEYS[request.param]


def test_a_key_is_read_whole(key):
    read_key = read(key.blob)
    assert (read_key.kind, read_key.application) == (key.name, b"ssh:")
    assert is_security_key(key.blob)


@pytest.mark.parametrize(
    ("flags", "touched", "verified"), [(0, False, False), (1, True, False), (4, False, True), (5, True, True)]
)
def test_a_signature_says_touch_verification_and_count(key, flags, touched, verified):
    said = presence(read(key.blob), key.sign(DATA, flags=flags, counter=2**32 - 1), DATA)
    assert said is not None
    assert (said.touched, said.verified, said.counter) == (touched, verified, 2**32 - 1)


@pytest.mark.parametrize("flags", [0x02, 0x03, 0x09, 0x11, 0x21, 0x41, 0x81, 0xFF])
def test_reserved_flags_are_refused_however_well_signed(key, flags):
    assert presence(read(key.blob), key.sign(DATA, flags=flags), DATA) is None


def test_flags_and_count_are_signed(key):
    assert presence(read(key.blob), key.sign(DATA, flags=0, said=(1, 0)), DATA) is None
    assert presence(read(key.blob), key.sign(DATA, flags=1, said=(5, 0)), DATA) is None
    assert presence(read(key.blob), key.sign(DATA, counter=3, said=(1, 4)), DATA) is None


def test_it_is_of_this_key_over_these_data_for_this_application(key):
    own = read(key.blob)
    assert presence(own, key.sign(b"other"), DATA) is None
    for kind in KEYS:
        assert presence(own, ASecurityKey(kind).sign(DATA), DATA) is None
    web = ASecurityKey("ecdsa" if key.name == SK_ECDSA else "ed25519", application=b"ssh:web")
    assert presence(read(web.blob), web.sign(DATA), DATA) is not None
    moved = read(web.blob.replace(string(b"ssh:web"), string(b"ssh:")))
    assert presence(moved, web.sign(DATA), DATA) is None


def test_cut_or_continued_anywhere_it_is_none(key):
    whole = key.sign(DATA)
    for cut in range(len(whole)):
        assert presence(read(key.blob), whole[:cut], DATA) is None
    for more in (b"\x00", b"\x00\x00\x00\x00", whole):
        assert presence(read(key.blob), whole + more, DATA) is None


def test_a_signature_of_the_other_type_or_the_web_form_is_none(key):
    whole = key.sign(DATA)
    rest = whole[4 + len(key.name) :]
    for name in (SK_ED25519, SK_ECDSA, "webauthn-sk-ecdsa-sha2-nistp256@openssh.com", "ssh-ed25519", ""):
        if name != key.name:
            assert presence(read(key.blob), string(name.encode()) + rest, DATA) is None


@pytest.mark.parametrize(
    "inner",
    [
        b"",
        mpint(1),
        mpint(0) + mpint(0),
        mpint(0) + mpint(1),
        mpint(ORDER) + mpint(1),
        mpint(1) + mpint(2**4000),
        string(b"\xff") + string(b"\xff"),
        mpint(1) + mpint(1) + b"\x00",
        string(b"\x00\x01") + mpint(1),
    ],
    ids=count(),
)
def test_malformed_pairs_are_refused(inner):
    key = KEYS["ecdsa"]
    forged = string(SK_ECDSA.encode()) + string(inner) + struct.pack(">BI", 1, 0)
    assert presence(read(key.blob), forged, DATA) is None


def test_a_pair_in_another_spelling_is_refused():
    """A needless leading zero: the same numbers, so only the strict reader tells them apart."""
    key = KEYS["ecdsa"]
    good = key.sign(DATA)
    assert presence(read(key.blob), good, DATA) is not None
    head = 4 + len(SK_ECDSA)
    pair = good[head + 4 : -5]
    first, second = pair[4 : 4 + pair[3]], pair[4 + pair[3] :]
    for spelled in (string(b"\x00" + first) + second, pair + b"\x00", pair + pair):
        assert presence(read(key.blob), good[:head] + string(spelled) + good[-5:], DATA) is None


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        string(b"ssh-ed25519") + string(b"k" * 32),
        string(SK_ED25519.encode()) + string(b"k" * 31) + string(b"ssh:"),
        string(SK_ED25519.encode()) + string(b"k" * 32),
        KEYS["ed25519"].blob + b"\x00",
        ASecurityKey(application=b"https://example.org").blob,
        ASecurityKey(application=b"").blob,
        ASecurityKey(application=b"ssh:" + b"x" * 125).blob,
        KEYS["ecdsa"].blob.replace(b"nistp256", b"nistp384"),
        string(SK_ECDSA.encode()) + string(b"nistp256") + string(b"\x04" + b"\x01" * 64) + string(b"ssh:"),
        string(SK_ECDSA.encode()) + string(b"nistp256") + string(b"\x02" + b"\x01" * 32) + string(b"ssh:"),
        string(SK_ECDSA.encode()) + string(b"nistp256") + string(b"\x00") + string(b"ssh:"),
        string(b"sk-ssh-ed25519-cert-v01@openssh.com") + b"rest",
        string(b"webauthn-sk-ecdsa-sha2-nistp256@openssh.com") + KEYS["ecdsa"].blob[38:],
    ],
    ids=count(),
)
def test_other_blobs_are_no_security_keys(blob):
    with pytest.raises(ValueError):
        read(blob)


@given(st.binary(max_size=200), st.binary(max_size=40))
@settings(max_examples=150)
def test_any_bytes_never_raise_and_never_verify(signature, data):
    for key in KEYS.values():
        assert presence(read(key.blob), signature, data) is None


@given(st.sampled_from(sorted(KEYS)), st.integers(0, 10_000), st.integers(1, 255))
@settings(max_examples=150)
def test_one_changed_byte_never_verifies(kind, at, change):
    changed = bytearray(SIGNED[kind])
    changed[at % len(changed)] ^= change
    assert presence(read(KEYS[kind].blob), bytes(changed), DATA) is None


@given(st.binary(max_size=200))
@settings(max_examples=150)
def test_any_bytes_are_no_key_and_raise_nothing_else(blob):
    for kind in (b"", string(SK_ED25519.encode()), string(SK_ECDSA.encode()) + string(b"nistp256")):
        try:
            read(kind + blob)
        except ValueError:
            continue
