import pytest

from gateway.proxies.believed import NOBODY, Believed, network_of


@pytest.mark.parametrize(
    ("address", "believed"),
    [
        ("192.0.2.7:1", True),
        ("192.0.2.8:1", False),
        ("198.51.100.15:1", True),
        ("198.51.100.16:1", False),
        ("::ffff:192.0.2.7:1", True),
        ("2001:db8::1:443", True),
        ("2001:db8:0:1::1:443", False),
        ("", False),
        ("192.0.2.7", False),
        ("nobody:1", False),
    ],
)
def test_who_is_named_is_believed_and_nobody_else(address, believed):
    assert Believed(("192.0.2.7", "198.51.100.0/28", "2001:db8::/64")).believes(address) is believed
    assert not NOBODY.believes(address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "balancer",
        "192.0.2.7/28",
        "0.0.0.0/0",
        "10.0.0.0/15",
        "::/0",
        "2001:db8::/47",
        "192.0.2.7:22",
        "192.0.2.256",
    ],
)
def test_what_is_no_network_or_a_whole_company_is_refused(text):
    with pytest.raises(ValueError):
        network_of(text)


def test_the_widest_network():
    assert network_of("10.1.0.0/16").num_addresses == 65536
    assert network_of("2001:db8::/48").prefixlen == 48
