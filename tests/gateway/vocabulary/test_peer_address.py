from ipaddress import ip_address, ip_network

import pytest

from gateway.vocabulary.peer_address import host_of, lies_in


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("192.0.2.7:50022", "192.0.2.7"),
        ("::ffff:192.0.2.7:50022", "192.0.2.7"),
        ("2001:db8::7:22", "2001:db8::7"),
        ("[2001:db8::7]:22", "2001:db8::7"),
        ("fe80::1%eth0:22", "fe80::1"),
    ],
)
def test_the_host_of_an_address(address, host):
    assert host_of(address) == ip_address(host)


@pytest.mark.parametrize("address", ["", "localhost:22", ":22", "192.0.2.7", "192.0.2.300:1"])
def test_what_is_no_host(address):
    assert host_of(address) is None


@pytest.mark.parametrize(
    ("host", "network", "inside"),
    [
        ("192.0.2.7", "192.0.2.0/24", True),
        ("192.0.3.7", "192.0.2.0/24", False),
        ("192.0.2.7", "::ffff:192.0.2.0/120", True),
        ("192.0.3.7", "::ffff:192.0.2.0/120", False),
        ("192.0.2.7", "2001:db8::/32", False),
        ("2001:db8::7", "2001:db8::/32", True),
        ("2001:db8::7", "0.0.0.0/0", False),
    ],
)
def test_a_host_in_a_network(host, network, inside):
    assert lies_in(ip_address(host), ip_network(network)) is inside
