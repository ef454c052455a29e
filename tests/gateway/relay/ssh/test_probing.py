"""Real sshds, set up well and badly, and targets that say anything; never is one said to be closed where that is not known."""

import io
import socket
import threading
import time
from contextlib import closing, suppress
from datetime import UTC, datetime

import pytest
from paramiko import AUTH_FAILED, AUTH_SUCCESSFUL, Ed25519Key, ServerInterface, SSHException, Transport

from gateway.crypto import openssh
from gateway.crypto.digest import fingerprint
from gateway.relay.ssh import probing
from gateway.relay.ssh.probing import Outcome, Way, probe
from tests.gateway.relay.ssh.a_target import ME, Listening, a_real_target
from tests.gateway.sessions.an_office import free_target

ONLY_OURS = "AuthenticationMethods publickey\n"


def probed(target):
    return probe(target, datetime.now(UTC))


def test_R01_a_target_that_trusts_only_the_authority_is_closed(tmp_path):
    with a_real_target(tmp_path, ONLY_OURS) as sshd:
        found = probed(sshd.target())
        assert (found.outcome, found.fingerprint) == (Outcome.CLOSED, fingerprint(sshd.host_key))
        [tried] = found.tried
        assert (tried.account, tried.offered, tried.ways, tried.unclear) == (ME, ("publickey",), (), False)
        assert sshd.keeper.asked == [], "nothing of ours was shown"
        wait_for(lambda: "sekisho-probe" in sshd.log)  # the stranger's certificate really came there, and was refused
        assert "Accepted" not in sshd.log


def wait_for(holds):
    until = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("more", "ways"),
    [
        ("AuthenticationMethods any\nPasswordAuthentication yes", {"password"}),
        ("KbdInteractiveAuthentication yes\nUsePAM yes", {"keyboard-interactive"}),
        ("HostbasedAuthentication yes", {"hostbased"}),
    ],
)
def test_R67_a_way_beside_the_certificate_is_open(tmp_path, more, ways):
    """sshd takes the first value it finds, so the config's own lines go."""
    with a_real_target(tmp_path, "") as sshd:
        config = tmp_path / "sshd_config"
        kept = [
            line
            for line in config.read_text().splitlines()
            if line.split(" ")[0] not in {part.split(" ")[0] for part in more.split("\n")}
        ]
        config.write_text("\n".join([*kept, *more.split("\n")]) + "\n")
        found = probed(sshd.target())
    assert found.outcome is Outcome.OPEN
    assert set(found.tried[0].ways) == ways


def test_R67_a_target_that_takes_anybodys_certificate_is_open(tmp_path, monkeypatch):
    with a_real_target(tmp_path, ONLY_OURS) as sshd:
        monkeypatch.setattr(probing.signing, "new_signing_key", lambda: sshd.keeper.ca)
        found = probed(sshd.target())
    assert (found.outcome, found.tried[0].ways) == (Outcome.OPEN, (Way.STRANGERS_CERTIFICATE,))


def test_R67_a_target_that_takes_anybodys_key_is_open(tmp_path, monkeypatch):
    pair = openssh.new_pair()
    monkeypatch.setattr(probing.openssh, "new_pair", lambda: pair)
    with a_real_target(tmp_path, ONLY_OURS) as sshd:
        sshd.trusts(pair.public)
        found = probed(sshd.target())
    assert (found.outcome, found.tried[0].ways) == (Outcome.OPEN, (Way.STRANGERS_KEY,))


def test_another_host_key_is_said_and_tried_all_the_same(tmp_path):
    with a_real_target(tmp_path, ONLY_OURS) as sshd:
        found = probed(sshd.target(host_keys=(openssh.new_pair().public,)))
        assert (found.outcome, found.fingerprint) == (Outcome.ANOTHER_HOST, fingerprint(sshd.host_key))
        rsa_only = sshd.target(
            host_keys=(openssh.string(b"ssh-rsa") + openssh.string(b"\1\0\1") + openssh.string(b"\0" * 256),)
        )
        assert probed(rsa_only).outcome is Outcome.ANOTHER_HOST


def test_at_most_two_accounts_are_tried(tmp_path):
    with a_real_target(tmp_path, ONLY_OURS) as sshd:
        found = probed(sshd.target(accounts=(ME, "nobody", "daemon")))
        assert [each.account for each in found.tried] == [ME, "nobody"]
        assert sshd.accepted == 3, "one for the host key, one an account"
    assert found.outcome is Outcome.CLOSED


def test_a_target_that_ends_the_connection_after_one_try_is_unclear(tmp_path):
    with a_real_target(tmp_path, ONLY_OURS + "MaxAuthTries 1\n") as sshd:
        assert probed(sshd.target()).outcome is Outcome.UNCLEAR


def test_nobody_there_is_unreachable_and_nothing_is_said_to_be_closed():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert probed(free_target(port=port)).outcome is Outcome.UNREACHABLE


def test_what_is_no_ssh_is_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        answering = threading.Thread(target=_say_http, args=(listener,), daemon=True)
        answering.start()
        assert probed(free_target(port=listener.getsockname()[1])).outcome is Outcome.UNREACHABLE


def _say_http(listener):
    for _ in range(2):
        client, _ = listener.accept()
        client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        client.close()


def test_no_words_of_the_targets_own_come_anywhere():
    assert probing._named(["publickey", "\x1b]0;x\x07", "password", "no-such", *["x"] * 100]) == (
        "publickey",
        "other",
        "password",
    )


class _LetsIn(ServerInterface):
    def check_auth_none(self, username):
        return AUTH_SUCCESSFUL


class _Silent(ServerInterface):
    """Offers keys, and never says what it thinks of one."""

    def get_allowed_auths(self, username):
        return "publickey"

    def check_auth_publickey(self, username, key):
        time.sleep(1)
        return AUTH_FAILED


class _Open(Listening):
    def __init__(self, server=_LetsIn):
        self.server = server
        self.key = Ed25519Key(file_obj=io.StringIO(openssh.new_pair().private.reveal().decode()))
        self.transports = []
        super().__init__()

    def serve(self, client):
        transport = Transport(client)
        self.transports.append(transport)
        transport.add_server_key(self.key)
        with suppress(SSHException, EOFError):
            transport.start_server(event=threading.Event(), server=self.server())


def test_R67_who_is_let_in_with_nothing_is_open():
    with closing(_Open()) as target:
        found = probed(free_target(port=target.port, host_keys=(target.key.asbytes(),), accounts=(ME,)))
        for transport in target.transports:
            transport.close()
    assert (found.outcome, found.tried[0].ways) == (Outcome.OPEN, (Way.NOTHING,))


def test_who_does_not_answer_has_refused_nothing(monkeypatch):
    monkeypatch.setattr(probing, "SECONDS", 0.3)
    with closing(_Open(_Silent)) as target:
        found = probed(free_target(port=target.port, host_keys=(target.key.asbytes(),), accounts=(ME,)))
        for transport in target.transports:
            transport.close()
    assert (found.outcome, found.tried[0].unclear) == (Outcome.UNCLEAR, True)
