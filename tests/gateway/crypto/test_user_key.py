import base64
from itertools import count

import pytest

from gateway.crypto.openssh import line
from gateway.crypto.user_key import blob_of
from tests.gateway.crypto.a_security_key import ASecurityKey
from tests.gateway.crypto.an_authority import PlainKey, Wish, certified


def encoded(blob):
    return base64.b64encode(blob).decode()


@pytest.mark.parametrize("key", [PlainKey(), PlainKey("ssh-rsa"), ASecurityKey(), ASecurityKey("ecdsa")], ids=count())
def test_plain_and_security_keys_are_taken(key):
    assert blob_of(f"{line(key.blob)} a comment") == key.blob


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sk-ssh-ed25519@openssh.com",
        "sk-ssh-ed25519@openssh.com !!!",
        line(PlainKey("ssh-rsa", 1024).blob),
        line(certified(PlainKey(), Wish(PlainKey()))),
        line(ASecurityKey(application=b"https://example.org").blob),
        line(ASecurityKey().blob + b"\x00"),
        f"sk-ssh-ed25519@openssh.com {encoded(ASecurityKey('ecdsa').blob)}",
        f"sk-ssh-ed25519@openssh.com {encoded(PlainKey().blob)}",
        f"ssh-ed25519 {encoded(ASecurityKey().blob)}",
        f"webauthn-sk-ecdsa-sha2-nistp256@openssh.com {encoded(ASecurityKey('ecdsa').blob)}",
        "sk-ssh-ed25519-cert-v01@openssh.com AAAA",
    ],
    ids=count(),
)
def test_everything_else_is_refused(text):
    with pytest.raises(ValueError):
        blob_of(text)
