from gateway.proxies import line
from gateway.proxies.said import Client


def test_the_examples_of_the_formats_text():
    """proxy-protocol.txt §2.1; the rest stands in test_header.py, for both versions together."""
    assert line.read(b"PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n") == Client(
        size=56, address="255.255.255.255:65535"
    )
    longest = (
        b"PROXY TCP6 "
        + b" ".join([b"ffff:f...f:ffff".replace(b"...", b"fff:ffff:ffff:ffff:ffff:fff")] * 2)
        + b" 65535 65535\r\n"
    )
    assert len(longest) <= line.BYTES_MAX
