from gateway.menu.ports import Client
from tests.gateway.menu.a_client import two_ends


def test_a_channel_of_the_door_has_the_shape():
    with two_ends() as ends:
        client: Client = ends.client
        assert client.terminal is not None
        assert client.transport.requests_of(client.channel) is not None
        assert client.channel.fileno() >= 0
