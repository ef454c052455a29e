from gateway.proxies.binary import crc32c
from tests.gateway.proxies.test_header import crc


def test_crc32c_is_the_standards():
    """RFC 3720 §B.4 and the usual check value; the rest stands in test_header.py, for both versions together."""
    assert crc32c(b"123456789") == 0xE3069283
    for octets in (b"", bytes(32), b"\xff" * 32, bytes(range(32))):
        assert crc32c(octets).to_bytes(4, "big") == crc(octets)
