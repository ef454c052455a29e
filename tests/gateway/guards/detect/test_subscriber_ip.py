import pytest

from gateway.guards.detect.subscriber_ip import address_of
from tests.gateway.guards.detect.texts import certain, seen


@pytest.mark.parametrize("written", ["126.1.2.3", "8.8.8.8", "2001:4860:4860::8888"])
def test_an_address_of_the_public_net_may_be_a_subscribers(written):
    assert address_of(written) is not None


@pytest.mark.parametrize(
    "written", ["10.0.0.1", "192.168.1.1", "127.0.0.1", "203.0.113.7", "999.1.1.1", "fe80::1", "1.2.3"]
)
def test_private_and_reserved_ones_are_nobodys(written):
    assert address_of(written) is None


def test_R05_only_a_label_makes_it_somebodys():
    assert seen("connect from 126.1.2.3 port 22") == []
    assert seen("framed-ip=126.1.2.3") == [("subscriber-ip", "126.1.2.3")]
    assert seen('"ip": "126.1.2.3"') == [("subscriber-ip", "126.1.2.3")]
    assert certain("ip=126.1.2.3") == []
    assert certain("assigned_ip: 126.1.2.3") == ["subscriber-ip"]
