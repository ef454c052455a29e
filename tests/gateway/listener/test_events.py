from gateway.audit.event import decode, encode
from gateway.listener import events


def test_R41_events_come_back_from_the_journal_as_they_went_in():
    said = [
        events.ConnectionRefused(address="192.0.2.7", why="too-many", count=3),
        events.ChannelRefused(person="P-1", request="direct-tcpip", address="192.0.2.7:1", count=5000),
        events.ChannelRefused(request="tcpip-forward", address="192.0.2.7:1"),
        events.ConnectionClosed(person="P-1", address="192.0.2.7:1"),
        events.GatewayStarted(version="0.1.0", policy_digest="ab", settings_digest="cd"),
        events.GatewayStopped(sessions=2),
        events.SettingsReloaded(policy_digest="ab", settings_digest="cd"),
        events.SettingsRefused(why="unknown key"),
    ]
    for event in said:
        assert decode(event.kind, encode(event)) == event
