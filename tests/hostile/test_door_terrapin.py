"""Terrapin (CVE-2023-48795), and what becomes of a client without the countermeasure.

Both sides agree on strict key exchange wherever the client knows it. One that does not (most from before 2024)
is let in: the attack cuts messages off unnoticed only under ChaCha20-Poly1305 and under CBC with encrypt-then-MAC, and
neither is offered to anybody.
"""

import socket

import pytest
from paramiko import SSHException, Transport

from gateway.relay.ssh import algorithms
from tests.gateway.listener.a_gate import HELLO, STATUS, a_gate
from tests.gateway.listener.an_attacker import CHANNEL_REQUEST, DATA, _Recording, an_attacker
from tests.gateway.relay.ssh.a_client import wait_until
from tests.gateway.relay.ssh.a_scripted_target import built

IGNORE = 2


@pytest.fixture
def gate(tmp_path):
    with a_gate(tmp_path) as made:
        yield made


class Injects(Transport):
    """A man in the middle as far as the server can tell: one message more, at a place of the first key exchange."""

    def __init__(self, gate, place):
        super().__init__(socket.create_connection(("127.0.0.1", gate.port)))
        self._place, self._handshake = place, True

    def _send_kex_init(self):
        if self._place == "before":
            self._inject()
        super()._send_kex_init()
        if self._place == "after":
            self._inject()

    def _activate_outbound(self):
        if self._place == "before new keys":
            self._inject()
        super()._activate_outbound()

    def _inject(self):
        if self._handshake:
            self._handshake = False
            self._send_message(built(IGNORE, b"one message that nobody misses"))


@pytest.mark.parametrize("place", ["before", "after", "before new keys"])
def test_a_message_slipped_into_the_first_key_exchange_ends_it(gate, place):
    attacker = Injects(gate, place)
    try:
        with pytest.raises((SSHException, EOFError)):
            attacker.start_client(timeout=10)
            attacker.auth_none("sato+build-host")
    finally:
        attacker.close()
    wait_until(lambda: gate.backstages[-1].is_closed.is_set())
    assert gate.backstages[-1].diary.kinds == []


def test_strict_key_exchange_is_agreed_with_every_client_that_knows_it(gate):
    ran = gate.ssh()
    assert ran.returncode == STATUS
    assert gate.connections[-1]._transport.agreed_on_strict_kex


@pytest.mark.parametrize("side", ["out", "in"])
def test_numbers_begin_anew_with_the_keys(gate, side):
    """A client that goes on counting cannot be understood, nor understand: the first packet under a MAC fails."""
    attacker = Transport(socket.create_connection(("127.0.0.1", gate.port)))
    attacker._preferred_ciphers = ("aes256-ctr",)  # under GCM the number is no part of the tag
    attacker._preferred_macs = ("hmac-sha2-256-etm@openssh.com",)
    setattr(attacker.packetizer, f"reset_seqno_{side}", lambda: None)
    try:
        with pytest.raises((SSHException, EOFError)):
            attacker.start_client(timeout=10)
            attacker.auth_none("sato+build-host")
    finally:
        attacker.close()
    wait_until(lambda: gate.backstages[-1].is_closed.is_set())


def test_who_does_not_know_it_is_let_in_and_offered_nothing_that_needs_it(gate, monkeypatch):
    original = _Recording.__init__

    def old_fashioned(self, sock):
        original(self, sock)
        self.advertise_strict_kex = False

    monkeypatch.setattr(_Recording, "__init__", old_fashioned)
    with an_attacker(gate) as inside:
        inside.log_in()
        assert not gate.connections[-1]._transport.agreed_on_strict_kex
        channel = inside.open()
        inside.say(CHANNEL_REQUEST, channel, "exec", True, "x")
        assert inside.hear(DATA)[1][8:] == HELLO


def test_nothing_is_offered_that_can_be_cut_unnoticed():
    offered = {*algorithms.CIPHERS, *algorithms.DROPBEAR_CIPHERS}
    assert all(cipher.endswith("-ctr") or "-gcm@" in cipher for cipher in offered), offered
