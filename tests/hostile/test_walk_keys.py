"""A client of our own making against the running demo: keys not signed, keys signed by another, answers unasked (R-16, R-18)."""

import socket
import time

import paramiko
import pytest
from paramiko.common import cMSG_USERAUTH_INFO_RESPONSE, cMSG_USERAUTH_REQUEST
from paramiko.message import Message

from tests.walks.clients import Client
from tests.walks.office import Sekisho


class SignedByAnother(paramiko.PKey):
    """Shows one key and signs with another."""

    def __init__(self, shown, signing):
        self._shown, self._signing = shown, signing
        self.public_blob = None

    def asbytes(self):
        return self._shown.asbytes()

    def get_name(self):
        return self._shown.get_name()

    def can_sign(self):
        return True

    def sign_ssh_data(self, data, algorithm=None):
        return self._signing.sign_ssh_data(data, algorithm)


@pytest.fixture
def keys(engineer):
    return tuple(paramiko.Ed25519Key(filename=engineer[which]) for which in ("terminal_key", "ssh_key"))


@pytest.fixture
def transport(demo):
    ssh = demo["gateway"]["ssh"]
    opened = paramiko.Transport(socket.create_connection((ssh["host"], ssh["port"]), timeout=20))
    opened.start_client(timeout=20)
    yield opened
    opened.close()


def _events(demo, engineer):
    return Sekisho(demo).events_of(engineer["username"])


def _query_only(transport, username, key):
    """An unsigned publickey request (RFC 4252 §7): "would this key do?"."""
    asked = Message()
    asked.add_byte(cMSG_USERAUTH_REQUEST)
    asked.add_string(username)
    asked.add_string("ssh-connection")
    asked.add_string("publickey")
    asked.add_boolean(False)
    asked.add_string(key.get_name())
    asked.add_string(key.asbytes())
    transport._send_message(asked)


def test_R16_R18_keys_queried_and_never_signed_count_for_nothing(demo, engineer, keys, transport, tmp_path):
    username = f"{engineer['username']}+build-host"
    with pytest.raises(paramiko.BadAuthenticationType) as refused:
        transport.auth_none(username)
    assert refused.value.allowed_types == ["publickey"]
    transport.auth_handler = None  # our side's, so that "this key would do" (PK_OK) is left unread
    for key in keys:
        _query_only(transport, username, key)
    time.sleep(0.5)
    with pytest.raises(paramiko.SSHException):
        transport.auth_interactive(username, lambda *_: [Client(demo, engineer, tmp_path).code()])
    assert not transport.is_authenticated()
    transport.close()
    kinds = [one["kind"] for one in _events(demo, engineer)]
    assert "login.factor_proved" not in kinds
    assert "login.terminal_unapproved" in kinds


@pytest.mark.parametrize("forged", [0, 1], ids=["terminal", "person"])
def test_R16_R18_a_key_signed_with_another_counts_for_nothing(demo, engineer, keys, transport, tmp_path, forged):
    username = f"{engineer['username']}+build-host"
    thief = paramiko.Ed25519Key(filename=engineer["ssh_key" if forged == 0 else "terminal_key"])
    if forged == 1:
        assert transport.auth_publickey(username, keys[0]) == ["publickey", "keyboard-interactive"]
    with pytest.raises(paramiko.SSHException):
        transport.auth_publickey(username, SignedByAnother(keys[forged], thief))
    with pytest.raises(paramiko.SSHException):
        for _ in range(3):
            transport.auth_interactive(username, lambda *_: ["000000"])
    assert not transport.is_authenticated()
    transport.close()
    proved = [one["data"]["factor"] for one in _events(demo, engineer) if one["kind"] == "login.factor_proved"]
    assert proved == ([] if forged == 0 else ["terminal-key"])


def test_R16_an_answer_nobody_asked_for_ends_the_connection(demo, engineer, keys, transport, tmp_path):
    username = f"{engineer['username']}+build-host"
    transport.auth_publickey(username, keys[0])
    transport.auth_publickey(username, keys[1])
    unasked = Message()
    unasked.add_byte(cMSG_USERAUTH_INFO_RESPONSE)
    unasked.add_int(1)
    unasked.add_string(Client(demo, engineer, tmp_path).code())
    transport._send_message(unasked)
    transport.join(20)
    assert not transport.is_active()
    assert "login.completed" not in [one["kind"] for one in _events(demo, engineer)]
