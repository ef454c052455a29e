"""paramiko's Transport with our mends, on two ends of a socket pair. The letters are those of docs/architecture.md."""

import socket
import threading
import time
from contextlib import contextmanager, suppress

import paramiko
import pytest
from paramiko import AUTH_SUCCESSFUL, OPEN_SUCCEEDED, ServerInterface

from gateway.crypto import openssh, signing
from gateway.listener.host_key import KeptHostKey
from gateway.relay.ssh import transport as mended
from gateway.relay.ssh.messages import ChannelRequest, answer_message, exit_status
from gateway.relay.ssh.transport import OrderedTransport
from gateway.vocabulary.outcome import TargetError
from tests.gateway.relay.ssh.a_client import number, string, wait_until
from tests.gateway.relay.ssh.a_scripted_target import built

SEED = signing.new_signing_key()
EXEC = ChannelRequest("exec", want_reply=True, fields=string(b"x"))


class Anybody(ServerInterface):
    def check_auth_none(self, username):
        return AUTH_SUCCESSFUL

    def check_channel_request(self, kind, chanid):
        return OPEN_SUCCEEDED


class Pair:
    """`ours` is the mended server; `peer` a client, mended too unless it is to misbehave."""

    def __init__(self, peer_class):
        left, right = socket.socketpair()
        self.ours, self.peer = OrderedTransport(left), peer_class(right)
        blob = openssh.ed25519_blob(signing.public_of(SEED))
        self.ours.add_server_key(KeptHostKey(blob, lambda data, _: openssh.ed25519_signature(SEED, data)))
        self.ours.start_server(event=threading.Event(), server=Anybody())
        self.peer.start_client(timeout=10)
        self.peer.auth_none("x")

    def channel(self):
        theirs = self.peer.open_session(timeout=10)
        return self.ours.accept(10), theirs


@contextmanager
def a_pair(peer_class=OrderedTransport):
    pair = Pair(peer_class)
    try:
        yield pair
    finally:
        pair.ours.close()
        pair.peer.close()


def test_requests_come_as_values_in_their_order():
    with a_pair() as pair:
        ours, theirs = pair.channel()
        for at in range(20):
            pair.peer.send(theirs, mended.request_message(theirs, ChannelRequest(f"k{at}", False, number(at))))
        requests = pair.ours.requests_of(ours)
        assert [requests.get(timeout=5).fields for _ in range(20)] == [number(at) for at in range(20)]


@pytest.mark.parametrize("how", ["close", "break", "we close, they break"])
def test_nobody_waits_for_requests_that_cannot_come(how):
    with a_pair() as pair:
        ours, theirs = pair.channel()
        requests = pair.ours.requests_of(ours)
        if how.startswith("we close"):
            pair.peer._channel_handler_table = {}  # a peer that never answers our CLOSE, nor anything
            ours.close()
        if how == "close":
            theirs.close()
        else:
            pair.peer.packetizer.close()
        assert requests.get(timeout=5) is None
        wait_until(lambda: ours.closed)
        assert pair.ours.requests_of(ours).get(timeout=1) is None


@pytest.mark.parametrize("granted", [True, False])
def test_asking_gives_the_answer(granted):
    with a_pair() as pair:
        ours, theirs = pair.channel()
        threading.Timer(0.05, pair.ours.send, [ours, answer_message(ours, granted=granted)]).start()
        assert pair.peer.ask(theirs, [EXEC]) is granted


def test_a_grant_that_is_over_before_it_is_read_is_a_grant(monkeypatch):
    class Late(mended.SimpleQueue):
        """Whoever asks wakes up late, as under load."""

        def get(self, **how):
            got = super().get(**how)
            time.sleep(0.3)
            return got

    monkeypatch.setattr(mended, "SimpleQueue", Late)
    with a_pair() as pair:
        ours, theirs = pair.channel()

        def answer():
            pair.ours.requests_of(ours).get(timeout=5)
            pair.ours.send(ours, answer_message(ours, granted=True))
            ours.close()

        threading.Thread(target=answer).start()
        assert pair.peer.ask(theirs, [EXEC]) is True
        assert theirs.closed


def test_a_peer_that_never_answers_is_not_waited_for_for_ever(monkeypatch):
    monkeypatch.setattr(mended, "ANSWER_SECONDS", 0.2)
    with a_pair() as pair:
        ours, theirs = pair.channel()
        with pytest.raises(TargetError):
            pair.peer.ask(theirs, [EXEC])
        assert not ours.closed


@pytest.mark.parametrize("when", ["before", "while"])
def test_a_peer_that_goes_is_noticed_at_once(when):
    with a_pair() as pair:
        _, theirs = pair.channel()
        if when == "before":
            pair.ours.packetizer.close()
            wait_until(lambda: theirs.closed)
        else:
            threading.Timer(0.1, pair.ours.packetizer.close).start()
        started = time.monotonic()
        with pytest.raises(TargetError):
            pair.peer.ask(theirs, [EXEC])
        assert time.monotonic() - started < 3


# --- G ---------------------------------------------------------------------------------------------------------------


def sent_numbers(transport, monkeypatch):
    sent = []
    original = transport.packetizer.send_message
    monkeypatch.setattr(transport.packetizer, "send_message", lambda m: (sent.append(m.asbytes()[:5]), original(m))[1])
    return sent


def test_G_nothing_about_a_channel_follows_its_close(monkeypatch):
    with a_pair() as pair:
        ours, _ = pair.channel()
        sent = sent_numbers(pair.ours, monkeypatch)
        ours.close()
        for kind in range(93, 101):
            pair.ours._send_message(built(kind, ours.remote_chanid, 0, 0))
        assert [octets[0] for octets in sent] == [96, 97]


def test_G_a_number_that_is_used_again_speaks_again(monkeypatch):
    with a_pair() as pair:
        ours, theirs = pair.channel()
        ours.close()
        wait_until(lambda: theirs.closed)
        pair.peer._channel_counter = 0
        again, _ = pair.channel()
        assert again.remote_chanid == ours.remote_chanid
        sent = sent_numbers(pair.ours, monkeypatch)
        pair.ours.send(ours, answer_message(ours, granted=True))  # the old owner's
        assert sent == []
        pair.ours.send(again, mended.request_message(again, exit_status(1)))
        assert [octets[0] for octets in sent] == [98]


# --- F ---------------------------------------------------------------------------------------------------------------


def test_F_the_transport_thread_never_waits_for_its_own_key_exchange():
    """What it wants to say meanwhile is kept, and follows the new keys."""
    with a_pair() as pair:
        ours, theirs = pair.channel()
        pair.ours.clear_to_send.clear()
        theirs.close()  # our transport's thread must answer EOF and CLOSE
        time.sleep(0.2)
        assert len(pair.ours._deferred) == 2
        pair.peer.renegotiate_keys()
        wait_until(lambda: not pair.ours._deferred)
        wait_until(lambda: ours.closed and pair.ours.is_active())


def test_F_keys_change_under_load_in_both_directions():
    with a_pair() as pair:
        ours, theirs = pair.channel()
        got = bytearray()

        def read():
            while data := ours.recv(1 << 20):
                got.extend(data)
                ours.sendall(data)

        def read_back():
            with suppress(EOFError):  # the end of the test
                while theirs.recv(1 << 20):
                    pass

        threads = [threading.Thread(target=one, daemon=True) for one in (read, read_back)]
        for thread in threads:
            thread.start()
        for _ in range(4):
            theirs.sendall(bytes(1_000_000))
            pair.peer.renegotiate_keys()
        theirs.shutdown_write()
        threads[0].join(20)
        assert len(got) == 4_000_000


# --- I and K -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "attack",
    [
        lambda pair, theirs: [
            pair.peer._send_message(built(94, theirs.remote_chanid, bytes(30_000))) for _ in range(200)
        ],
        lambda pair, theirs: [
            pair.peer._send_message(built(95, theirs.remote_chanid, 1, bytes(30_000))) for _ in range(200)
        ],
        lambda pair, theirs: [pair.peer._send_message(built(98, theirs.remote_chanid, "x", False)) for _ in range(400)],
        lambda pair, theirs: pair.peer._send_message(built(7, 0xFFFFFFFF)),
        lambda pair, theirs: pair.peer._send_message(built(94, theirs.remote_chanid, bytes(300_000))),
    ],
    ids=["window", "window of errors", "requests", "extensions", "packet"],
)
def test_K_whoever_keeps_no_bound_is_hung_up_on(attack):
    with a_pair(paramiko.Transport) as pair:
        _, theirs = pair.channel()
        with suppress(OSError, EOFError):
            attack(pair, theirs)
        wait_until(lambda: not pair.ours.is_active(), 5)


def test_a_close_says_all_that_eof_says():
    with a_pair() as pair:
        ours, theirs = pair.channel()
        theirs.close()
        wait_until(lambda: ours.closed)
        assert ours.eof_received


def test_a_connection_that_breaks_has_not_said_so():
    with a_pair() as pair:
        ours, _ = pair.channel()
        pair.peer.packetizer.close()
        wait_until(lambda: ours.closed)
        assert not ours.eof_received
