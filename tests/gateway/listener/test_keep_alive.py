import threading
import time

import pytest

from gateway.listener.keep_alive import PULSE_SECONDS_MIN, KeepAlive
from tests.gateway.relay.ssh.a_client import wait_until


class AClient:
    def __init__(self, answers=True):
        self.heard_bytes, self.asked, self.answers = 1, 0, answers
        self.hangs = threading.Event()
        self.hangs.set()

    def ask_if_there(self):
        self.asked += 1
        self.hangs.wait(10)
        if self.answers:
            self.heard_bytes += 1


@pytest.fixture
def watched():
    made, pulses = [], []

    def watch(client, wanted=lambda: True):
        lost = []
        keep_alive = KeepAlive(
            client,
            seconds=0.02,
            missed_max=3,
            is_wanted=wanted,
            on_lost=lambda: lost.append(time.monotonic()),
            pulse=pulses.append,
        )
        made.append(keep_alive)
        keep_alive.start()
        return lost

    watch.pulses = pulses
    yield watch
    for keep_alive in made:
        keep_alive.close()


def test_who_answers_is_there(watched):
    client = AClient()
    lost = watched(client)
    wait_until(lambda: client.asked >= 8)
    assert lost == []


def test_missing_answers_in_a_row_are_counted(watched):
    client = AClient(answers=False)
    lost = watched(client)
    wait_until(lambda: lost)
    assert client.asked == 3
    time.sleep(0.1)
    assert len(lost) == 1


def test_who_talks_by_himself_is_not_asked(watched):
    client = AClient(answers=False)
    lost = watched(client)
    until = time.monotonic() + 0.3
    while time.monotonic() < until:
        client.heard_bytes += 1
        time.sleep(0.002)
    assert client.asked <= 1
    assert lost == []


def test_a_question_that_cannot_be_sent_is_one_not_answered(watched):
    client = AClient(answers=False)
    client.hangs.clear()
    lost = watched(client)
    wait_until(lambda: lost)
    assert client.asked == 1
    client.hangs.set()


def test_before_it_is_wanted_nobody_is_asked(watched):
    client = AClient(answers=False)
    lost = watched(client, wanted=lambda: False)
    time.sleep(0.3)
    assert (client.asked, lost) == (0, [])


def test_it_says_at_every_turn_that_it_lives(watched):
    watched(AClient(), wanted=lambda: False)
    wait_until(lambda: len(watched.pulses) > 5)
    assert set(watched.pulses) == {PULSE_SECONDS_MIN}
