import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest

from gateway.crypto import certificates, openssh, signing
from gateway.crypto.certificates import Extension, UserCertificate

CA = signing.new_signing_key()
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
WANTED = UserCertificate(
    public_key=openssh.new_pair().public,
    key_id="person=sato session=S-20261122-7F3K9QW2ZD order=WO-20261122-7F3K9QW2ZD",
    principal="appuser",
    now=NOW,
    expires_at=NOW + timedelta(minutes=2),
    extensions=frozenset({Extension.TERMINAL}),
    sources=(ip_network("10.0.0.5/32"), ip_network("fd00::/64")),
)


def shown(line: bytes, folder) -> str:
    (folder / "c-cert.pub").write_bytes(line + b"\n")
    command = ["ssh-keygen", "-Lf", folder / "c-cert.pub"]
    return subprocess.run(command, capture_output=True, text=True, check=True, env={"TZ": "UTC"}).stdout


def test_R17_ssh_keygen_reads_the_person_in_a_user_certificate(tmp_path):
    said = shown(certificates.sign_user(CA, WANTED), tmp_path)
    assert "user certificate" in said
    assert 'Key ID: "person=sato session=S-20261122-7F3K9QW2ZD order=WO-20261122-7F3K9QW2ZD"' in said
    assert "Valid: from 2026-11-22T02:59:00 to 2026-11-22T03:02:00" in said
    assert said.split("Principals:")[1].split("Critical")[0].split() == ["appuser"]
    assert "source-address 10.0.0.5/32,fd00::/64" in said
    assert said.split("Extensions:")[1].split() == ["permit-pty"]


def test_no_extension_and_no_source_unless_asked(tmp_path):
    said = shown(certificates.sign_user(CA, replace(WANTED, extensions=frozenset(), sources=())), tmp_path)
    assert "Extensions: (none)" in said
    assert "Critical Options: (none)" in said


def test_each_certificate_has_its_own_serial():
    assert certificates.sign_user(CA, WANTED) != certificates.sign_user(CA, WANTED)


@pytest.mark.parametrize("life", [timedelta(0), timedelta(seconds=-1), timedelta(minutes=2, seconds=1)])
def test_a_longer_life_is_refused(life):
    with pytest.raises(ValueError, match="lives at most"):
        certificates.sign_user(CA, replace(WANTED, expires_at=NOW + life))


@pytest.mark.parametrize("principal", ["", "a,b", "a b", "root\n", "根", "x" * 256])
def test_a_principal_is_one_word(principal):
    with pytest.raises(ValueError, match="principal"):
        certificates.sign_user(CA, replace(WANTED, principal=principal))


@pytest.mark.parametrize("key_id", ["", "two\nlines", "佐藤", "x" * 257])
def test_a_key_id_is_one_plain_line(key_id):
    with pytest.raises(ValueError, match="key id"):
        certificates.sign_user(CA, replace(WANTED, key_id=key_id))


def test_only_a_plain_ed25519_key_is_certified():
    with pytest.raises(ValueError, match="Ed25519"):
        certificates.sign_user(CA, replace(WANTED, public_key=b"\0\0\0\x07ssh-rsa"))


def test_a_host_certificate_names_its_hosts(tmp_path):
    line = certificates.sign_host(CA, WANTED.public_key, ("callcenter-app", "build-host"), NOW, NOW + timedelta(days=1))
    said = shown(line, tmp_path)
    assert "host certificate" in said
    assert said.split("Principals:")[1].split("Critical")[0].split() == ["callcenter-app", "build-host"]


@pytest.mark.parametrize("names", [(), ("*", "a b"), ("a",) * 257])
def test_a_host_certificate_for_no_host_or_odd_ones_is_refused(names):
    with pytest.raises(ValueError):
        certificates.sign_host(CA, WANTED.public_key, names, NOW, NOW + timedelta(days=1))
