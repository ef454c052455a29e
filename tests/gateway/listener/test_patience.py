import threading
import time

import pytest
from paramiko import Channel

from gateway.listener.patience import bound_patience
from gateway.sessions.ending import EndReason, SessionCut


class Transport:
    def __init__(self):
        self.sent = []

    def _send_user_message(self, m):
        self.sent.append(m)

    def _sanitize_packet_size(self, size):
        return size


@pytest.fixture
def channel():
    made = Channel(1)
    made.transport, made.active = Transport(), True
    made._set_remote_channel(1, 4, 32768)
    return made


def test_what_fits_the_window_does_not_wait(channel):
    bound_patience(channel, 0.01)
    channel.sendall(b"four")
    assert len(channel.transport.sent) == 1


def test_who_takes_nothing_is_waited_for_and_then_no_more(channel):
    bound_patience(channel, 0.2)
    began = time.monotonic()
    with pytest.raises(SessionCut) as cut:
        channel.sendall(b"four more")
    assert time.monotonic() - began >= 0.2
    assert cut.value.ending.reason is EndReason.UNREAD
    assert cut.value.ending.text is not None


def test_who_takes_a_little_now_and_then_is_waited_for_again(channel):
    bound_patience(channel, 0.4)
    over = threading.Event()

    def takes():
        while not over.wait(0.1):
            with channel.lock:
                channel.out_window_size += 1
                channel.out_buffer_cv.notify_all()

    threading.Thread(target=takes, daemon=True).start()
    try:
        channel.sendall(b"sixteen letters.")
    finally:
        over.set()


def test_a_channel_that_is_closed_meanwhile_ends_the_wait(channel):
    bound_patience(channel, 30)

    def close():
        with channel.lock:
            channel.closed = True
            channel.out_buffer_cv.notify_all()

    threading.Timer(0.1, close).start()
    began = time.monotonic()
    with pytest.raises(OSError):
        channel.sendall(b"four more")
    assert time.monotonic() - began < 5
