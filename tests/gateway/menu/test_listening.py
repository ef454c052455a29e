import threading

import pytest

from gateway.menu.listening import Listening
from gateway.relay.ssh.messages import ChannelRequest
from tests.gateway.menu.a_client import two_ends
from tests.gateway.relay.ssh.a_client import ask, number, wait_until

SIZE = number(132) + number(50) + number(0) + number(0)


class Heard:
    def __init__(self):
        self.requests, self.gone = 0, threading.Event()

    def request(self):
        self.requests += 1


@pytest.fixture
def ends():
    with two_ends() as made:
        yield made


def test_the_size_is_followed(ends):
    heard = Heard()
    listening = Listening(ends.client, heard.request, heard.gone.set)
    ask(ends.peer, ends.person, "window-change", SIZE, want_reply=False)
    wait_until(lambda: heard.requests)
    assert ends.client.size() == (132, 50)
    listening.close()


def test_R02_whatever_else_is_asked_is_refused_and_told(ends):
    heard = Heard()
    listening = Listening(ends.client, heard.request, heard.gone.set)
    assert not ask(ends.peer, ends.person, "x11-req", b"")
    wait_until(lambda: ends.refused)
    listening.close()


def test_what_comes_after_it_is_left_for_the_session(ends):
    heard = Heard()
    listening = Listening(ends.client, heard.request, heard.gone.set)
    ask(ends.peer, ends.person, "window-change", SIZE, want_reply=False)
    wait_until(lambda: heard.requests)
    listening.close()
    ask(ends.peer, ends.person, "signal", b"\0\0\0\3INT", want_reply=False)
    assert ends.client.transport.requests_of(ends.client.channel).get(timeout=10).kind == "signal"


def test_a_request_that_looks_like_the_mark_ends_nothing(ends):
    heard = Heard()
    listening = Listening(ends.client, heard.request, heard.gone.set)
    ask(ends.peer, ends.person, "", b"", want_reply=False)
    wait_until(lambda: heard.requests)
    ask(ends.peer, ends.person, "window-change", SIZE, want_reply=False)
    wait_until(lambda: heard.requests == 2)
    listening.close()


def test_the_end_of_the_channel_is_told(ends):
    heard = Heard()
    listening = Listening(ends.client, heard.request, heard.gone.set)
    ends.person.close()
    assert heard.gone.wait(10)
    listening.close()


def test_what_goes_wrong_is_not_swallowed(ends):
    heard = Heard()
    ends.client.meanwhile = lambda _request: 1 / 0
    listening = Listening(ends.client, heard.request, heard.gone.set)
    ends.client.transport.requests_of(ends.client.channel).put(ChannelRequest("env", want_reply=False, fields=b""))
    assert heard.gone.wait(10)
    with pytest.raises(ZeroDivisionError):
        listening.close()
