from datetime import UTC, datetime, timedelta

import pytest

from gateway.crypto import certificates, openssh, signing
from gateway.listener.jump.host_certificate import CERTIFICATE_KIND, certificate_blob
from gateway.vocabulary.outcome import GatewayFault


def a_line() -> bytes:
    now = datetime.now(UTC)
    ca = signing.new_signing_key()
    return certificates.sign_host(ca, openssh.new_pair().public, ("build-host",), now, now + timedelta(hours=1))


def test_the_blob_of_a_line():
    blob = certificate_blob(a_line())
    assert openssh.key_type(blob) == CERTIFICATE_KIND
    assert certificate_blob(a_line() + b" comment\n")


@pytest.mark.parametrize("line", [b"", b"x", b"ssh-ed25519 AAAA", b"ssh-ed25519-cert-v01@openssh.com", b"\xff \xff"])
def test_nothing_else_is_shown_to_a_client(line):
    with pytest.raises(GatewayFault):
        certificate_blob(line)


def test_a_plain_key_under_the_certificates_name_is_none():
    plain = openssh.line(openssh.new_pair().public).split()[1].encode()
    with pytest.raises(GatewayFault):
        certificate_blob(CERTIFICATE_KIND.encode() + b" " + plain)
