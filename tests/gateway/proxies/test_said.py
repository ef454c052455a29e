from ipaddress import ip_address

import pytest

from gateway.proxies.said import Client, Malformed, client_of


@pytest.mark.parametrize("nobody", ["0.0.0.0", "::", "::ffff:0.0.0.0", "224.0.0.1", "ff02::1", "::ffff:224.0.0.1"])
def test_nobody_connects_from_an_address_that_is_nobodys(nobody):
    assert isinstance(client_of(1, ip_address(nobody), 1), Malformed)


def test_an_address_is_written_as_the_door_writes_it():
    assert client_of(9, ip_address("::ffff:192.0.2.1"), 5) == Client(size=9, address="192.0.2.1:5")
    assert client_of(9, ip_address("2001:db8::1"), 5) == Client(size=9, address="2001:db8::1:5")
