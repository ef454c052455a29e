import base64
import subprocess
from ipaddress import ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.crypto.openssh import string
from gateway.crypto.user_certificate import (
    BYTES_MAX,
    Certificate,
    Unfit,
    is_certificate,
    plain_key,
    read,
    require_authority,
    signer_of,
)
from tests.gateway.crypto.a_security_key import ASecurityKey, mpint
from tests.gateway.crypto.an_authority import FOR_EVER, HOST, PlainKey, Wish, certified, options

KINDS = ("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa")
CA = PlainKey()
KEY = PlainKey()
GOOD = certified(CA, Wish(KEY))


@pytest.mark.parametrize("of_authority", KINDS)
@pytest.mark.parametrize("of_key", KINDS)
def test_a_certificate_is_read_with_everything_it_says(of_authority, of_key):
    authority, key = PlainKey(of_authority), PlainKey(of_key)
    listed = options((b"source-address", b"192.0.2.0/24,2001:db8::1"))
    wish = Wish(key, principals=(b"sato", b"mori,kato"), serial=2**64 - 1, after=5, before=9, critical=listed)
    blob = certified(authority, wish)
    assert is_certificate(blob)
    assert plain_key(blob) == key.blob
    assert read(blob) == Certificate(
        key=key.blob,
        authority=authority.blob,
        serial=2**64 - 1,
        key_id="sato 2026",
        principals=(b"sato", b"mori,kato"),
        valid_after=5,
        valid_before=9,
        sources=(ip_network("192.0.2.0/24"), ip_network("2001:db8::1/128")),
    )


def test_no_principal_is_no_principal():
    found = read(certified(CA, Wish(KEY, principals=())))
    assert isinstance(found, Certificate)
    assert found.principals == ()
    assert found.sources is None
    assert found.valid_before == FOR_EVER


def test_the_stock_tools_certificates_are_read(tmp_path):
    def keygen(*words):
        subprocess.run(["ssh-keygen", "-q", *words], check=True, timeout=30)

    ca, key = str(tmp_path / "ca"), str(tmp_path / "key")
    keygen("-t", "rsa", "-b", "2048", "-N", "", "-f", ca)
    keygen("-t", "ed25519", "-N", "", "-f", key)
    keygen("-s", ca, "-t", "rsa-sha2-512", "-I", "id", "-n", "sato,mori", "-z", "9", "-V", "+5m", f"{key}.pub")
    found = read(base64.b64decode((tmp_path / "key-cert.pub").read_text().split()[1]))
    assert isinstance(found, Certificate)
    assert (found.serial, found.principals, found.key_id) == (9, (b"sato", b"mori"), "id")
    keygen("-s", ca, "-t", "ssh-rsa", "-I", "id", "-n", "sato", f"{key}.pub")
    assert read(base64.b64decode((tmp_path / "key-cert.pub").read_text().split()[1])) is Unfit.UNSIGNED


# --- each of the checks ----------------------------------------------------------------------------------------------


def test_a_host_certificate_is_no_users():
    assert read(certified(CA, Wish(KEY, kind=HOST))) is Unfit.NOT_A_USERS


def test_a_type_nobody_knows_is_no_certificate():
    assert read(certified(CA, Wish(KEY, kind=3))) is Unfit.MALFORMED


def test_the_signature_is_the_authoritys():
    stranger = PlainKey()
    assert read(certified(stranger, Wish(KEY), shown_authority=CA.blob)) is Unfit.UNSIGNED


def test_a_signature_with_sha_1_is_none():
    rsa = PlainKey("ssh-rsa")
    assert isinstance(read(certified(rsa, Wish(KEY), algorithm="rsa-sha2-256")), Certificate)
    assert read(certified(rsa, Wish(KEY), algorithm="ssh-rsa")) is Unfit.UNSIGNED


def test_a_signature_named_for_another_type_is_none():
    body = GOOD[: -len(string(CA.sign(b"")))]
    rest = CA.sign(body).removeprefix(string(b"ssh-ed25519"))
    for name in (b"ecdsa-sha2-nistp256", b"rsa-sha2-512", b"ssh-ed25519-cert-v01@openssh.com", b"x"):
        assert read(body + string(string(name) + rest)) in (Unfit.UNSIGNED, Unfit.MALFORMED)


@pytest.mark.parametrize("option", [b"force-command", b"verify-required", b"no-touch-required", b"x@example.org", b""])
def test_an_option_that_we_do_not_enforce_is_refused(option):
    assert read(certified(CA, Wish(KEY, critical=options((option, b"yes"))))) is Unfit.UNKNOWN_OPTION
    assert read(certified(CA, Wish(KEY, critical=options((option, b""))))) is Unfit.UNKNOWN_OPTION


@pytest.mark.parametrize(
    "listed",
    [b"", b"any", b"192.0.2.1/24", b"192.0.2.0/24,", b"192.0.2.0/33", b"192.0.2.*", b"192.0.2.1 ", b"!192.0.2.1"],
)
def test_a_source_address_that_is_none_is_refused(listed):
    assert read(certified(CA, Wish(KEY, critical=options((b"source-address", listed))))) is Unfit.MALFORMED


@pytest.mark.parametrize(
    "critical",
    [
        options((b"source-address", b"192.0.2.1"), (b"source-address", b"::/0")),
        options((b"z", b"1"), (b"a", b"1")),
        string(b"source-address") + string(string(b"::/0") + string(b"more")),
        string(b"source-address"),
        b"\x00",
    ],
)
def test_options_twice_out_of_order_or_cut_are_refused(critical):
    assert read(certified(CA, Wish(KEY, critical=critical))) in (Unfit.MALFORMED, Unfit.UNKNOWN_OPTION)


def test_extensions_grant_nothing_here_and_hinder_nothing():
    assert isinstance(read(certified(CA, Wish(KEY, extensions=options((b"permit-pty", b""))))), Certificate)


def test_a_nested_certificate_is_refused():
    inner = certified(CA, Wish(PlainKey()))
    assert read(certified(CA, Wish(KEY), shown_authority=inner)) is Unfit.MALFORMED
    with pytest.raises(ValueError, match="plain"):
        require_authority(inner)


def test_security_keys_neither_sign_nor_are_certified():
    device = ASecurityKey()
    assert read(certified(CA, Wish(KEY), shown_authority=device.blob)) is Unfit.MALFORMED
    name = b"sk-ssh-ed25519-cert-v01@openssh.com"
    assert read(certified(CA, Wish(KEY, type_name=name, fields=device.blob[30:]))) is Unfit.MALFORMED
    with pytest.raises(ValueError, match="plain"):
        require_authority(device.blob)


def test_dsa_keys_do_not_sign():
    dsa = string(b"ssh-dss") + mpint(2**1023 + 1) + mpint(2**159 + 1) + mpint(2) + mpint(3)
    with pytest.raises(ValueError, match="Ed25519, ECDSA or RSA"):
        require_authority(dsa)


def test_short_rsa_keys_neither_sign_nor_are_certified():
    short = PlainKey("ssh-rsa", 1024)
    assert read(certified(short, Wish(KEY))) is Unfit.MALFORMED
    assert read(certified(CA, Wish(short))) is Unfit.MALFORMED


@pytest.mark.parametrize(
    "wish",
    [
        Wish(KEY, key_id=b"\xff"),
        Wish(KEY, key_id="行\n".encode()),
        Wish(KEY, key_id=b"\x1b[2J"),
        Wish(KEY, key_id=b"k" * 257),
        Wish(KEY, reserved=b"x"),
        Wish(KEY, principals=[b"p%d" % number for number in range(257)]),
        Wish(KEY, type_name=b"ssh-dss-cert-v01@openssh.com"),
        Wish(KEY, type_name=b"ssh-ed25519-cert-v00@openssh.com"),
        Wish(KEY, fields=string(b"k" * 31)),
        Wish(KEY, extensions=options((b"x", b"y" * BYTES_MAX))),
    ],
)
def test_what_cannot_be_written_down_or_bounded_is_refused(wish):
    assert read(certified(CA, wish)) is Unfit.MALFORMED


def test_cut_or_continued_anywhere_it_is_none():
    for cut in range(len(GOOD)):
        assert isinstance(read(GOOD[:cut]), Unfit)
    assert read(GOOD + b"\x00") is Unfit.MALFORMED
    assert not is_certificate(KEY.blob)
    assert not is_certificate(b"")


def test_who_signed_what_is_not_taken():
    for wish in (Wish(KEY), Wish(KEY, kind=HOST), Wish(KEY, critical=options((b"force-command", b"x")))):
        assert signer_of(certified(CA, wish)) == CA.blob
        assert signer_of(certified(PlainKey(), wish, shown_authority=CA.blob)) is None
    assert signer_of(GOOD[:-1]) is None
    assert signer_of(b"") is None


@given(st.binary(max_size=400))
@settings(max_examples=150)
def test_any_bytes_are_unfit_and_raise_nothing(data):
    for head in (b"", string(b"ssh-ed25519-cert-v01@openssh.com"), string(b"ssh-rsa-cert-v01@openssh.com")):
        assert isinstance(read(head + data), Unfit)


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
@settings(max_examples=300)
def test_one_changed_byte_is_never_a_certificate(at, change):
    changed = bytearray(GOOD)
    changed[at] ^= change
    assert isinstance(read(bytes(changed)), Unfit)


@given(
    st.lists(st.binary(max_size=20), max_size=4), st.binary(max_size=20), st.binary(max_size=40), st.binary(max_size=40)
)
@settings(max_examples=150)
def test_whatever_an_authority_signs_is_read_or_unfit(principals, key_id, critical, extensions):
    found = read(
        certified(CA, Wish(KEY, principals=principals, key_id=key_id, critical=critical, extensions=extensions))
    )
    if isinstance(found, Certificate):
        assert found.principals == tuple(principals)
        assert found.key_id.encode() == key_id
