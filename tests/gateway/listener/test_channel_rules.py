import pytest
from paramiko import OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED, OPEN_SUCCEEDED, Message

from gateway.listener.channel_rules import GLOBAL_REQUESTS, ChannelRules
from gateway.listener.host_proofs import PROVE
from gateway.listener.jump.opening import DirectOpening


@pytest.fixture
def rules():
    room, refused = [True], []
    made = ChannelRules(lambda kind, detail=None: refused.append((kind, detail)), lambda: room[0])
    made.room, made.told = room, refused
    return made


def test_R02_sessions_while_there_is_room(rules):
    assert rules.check_channel_request("session", 0) == OPEN_SUCCEEDED
    rules.room[0] = False
    assert rules.check_channel_request("session", 0) == OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED
    for kind in ("x11", "forwarded-tcpip", "tun@openssh.com", "direct-streamlocal@openssh.com", ""):
        assert rules.check_channel_request(kind, 0) == OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED
    assert [kind for kind, _ in rules.told][:2] == ["session", "x11"]


def test_R02_no_tunnel_and_its_end_is_told(rules):
    assert not rules.takes_direct(DirectOpening(remote=1, window=1, packet_bytes=1, host=b"10.0.0.1", port=80))
    assert rules.told == [("direct-tcpip", "10.0.0.1:80")]


def test_R02_global_requests_are_a_table(rules):
    assert set(GLOBAL_REQUESTS) == {"keepalive@openssh.com", "no-more-sessions@openssh.com", PROVE}
    assert rules.check_global_request("keepalive@openssh.com", Message()) is False
    assert rules.told == []
    for kind in ("tcpip-forward", "cancel-tcpip-forward", "streamlocal-forward@openssh.com", "elevation"):
        assert rules.check_global_request(kind, Message()) is False
    assert len(rules.told) == 4


def test_proofs_are_given_for_our_keys_only(rules):
    rules.proofs.prepare(b"session", [b"key"], lambda key, data: b"signed")
    ask = Message()
    ask.add_string(b"key")
    assert rules.check_global_request(PROVE, Message(ask.asbytes())) == (b"signed",)
    assert rules.told == []
    assert rules.check_global_request(PROVE, Message(b"\0\0\0\1x")) is False
    assert rules.told == [(PROVE, None)]
