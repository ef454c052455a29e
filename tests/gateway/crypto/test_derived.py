import hashlib
import hmac

from gateway.crypto.derived import derived
from gateway.vocabulary.secret import Secret


def test_it_is_hkdf_with_sha256():
    """RFC 5869 §2 by hand: extract with no salt, expand once."""
    root, use = bytes(range(32)), "a use"
    extracted = hmac.digest(bytes(32), root, "sha256")
    assert derived(Secret(root), use).reveal() == hmac.new(extracted, use.encode() + b"\x01", hashlib.sha256).digest()


def test_each_use_and_each_root_has_its_own():
    one, other = Secret(bytes(32)), Secret(bytes(31) + b"\x01")
    assert len({derived(root, use).reveal() for root in (one, other) for use in ("sign", "open")}) == 4
