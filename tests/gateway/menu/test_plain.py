import threading
from contextlib import contextmanager

import pytest

from gateway.menu.choices import Choice
from gateway.menu.events import Leaving
from gateway.menu.plain import ANSWERS_MAX, WRONG_MAX, Plain
from tests.gateway.menu.a_client import Running, two_ends
from tests.gateway.menu.a_menu import ASKED, menu_of, open_order
from tests.gateway.relay.ssh.a_client import wait_until
from tests.gateway.sessions.an_office import RunningClock


class Asked:
    def __init__(self, ends, menu, idle_seconds):
        self.ends = ends
        self.plain = Plain(ends.client, menu=menu, clock=RunningClock(), idle_seconds=idle_seconds)
        self.running = Running(self.plain.run)

    def say(self, data):
        self.ends.person.sendall(data)

    def outcome(self):
        return self.running.result()


@contextmanager
def asked(menu=None, *, term=None, idle_seconds=600.0):
    with two_ends(term=term) as ends:
        yield Asked(ends, menu_of(open_order(), ASKED) if menu is None else menu, idle_seconds)
    wait_until(lambda: not [one for one in threading.enumerate() if one.name.startswith("menu-")])


@pytest.mark.parametrize(
    "answer",
    [
        b"2\n",
        b"2\r",
        b"2\r\n",
        b"  2 \n",
        b"\xef\xbb\xbf2\n",
        b"02\n",
        "２\n".encode(),
        b"1\x7f2\n",
        b"\x1b[A2\n",
        b"\xff2\n",
    ],
)
def test_a_number_is_a_choice(answer):
    with asked() as one:
        one.say(answer)
        choice = one.outcome()
        assert isinstance(choice, Choice)
        assert choice.target == "callcenter-app"
        assert "callcenter-app に maint で接続しています。\n" in one.ends.read_until("接続しています", errors=True)


@pytest.mark.parametrize("at", range(1, 5))
def test_an_answer_may_come_in_pieces(at):
    with asked() as one:
        one.say(b" 2 \r"[:at])
        one.say(b" 2 \r"[at:])
        assert isinstance(one.outcome(), Choice)


def test_what_a_script_says_after_its_answer_is_left_for_the_target():
    with asked() as one:
        one.say(b"2\nuptime\nexit\n")
        assert isinstance(one.outcome(), Choice)
        assert one.ends.client.channel.recv(100) == b"uptime\nexit\n"


@pytest.mark.parametrize(
    "wrong", [b"9\n", b"0\n", b"-1\n", b"\n", b"two\n", b"1;2\n", b"9" * 64 + b"\n", b"2" * 1000 + b"\n"]
)
def test_three_wrong_answers_end_it(wrong):
    with asked() as one:
        one.say(wrong * WRONG_MAX)
        assert one.outcome() is Leaving.NO_ANSWER
        assert one.ends.read_until("その番号はありません", errors=True)


def test_an_answer_without_an_end_ends_it():
    with asked() as one:
        one.say(b"9" * 10_000)
        assert one.outcome() is Leaving.NO_ANSWER


def test_a_wrong_answer_may_be_mended():
    with asked() as one:
        one.say(b"9\n1\n")
        assert one.outcome().target == "build-host"


@pytest.mark.parametrize("leaving", [b"q\n", b"Q\r", b"exit\n", b"\x03", b"\x04"])
def test_leaving(leaving):
    with asked() as one:
        one.say(leaving)
        assert one.outcome() is Leaving.LEFT


def test_the_end_of_the_input_is_no_answer():
    with asked() as one:
        one.say(b"2")
        one.ends.person.shutdown_write()
        assert one.outcome() is Leaving.NO_ANSWER


def test_nothing_to_choose_ends_at_once_in_words():
    with asked(menu_of(ASKED)) as one:
        assert one.outcome() is Leaving.NOTHING
        said = one.ends.read_until("承認を受けてください", errors=True)
        assert "承認待ち 1/2" in said


def test_without_a_terminal_it_speaks_on_the_error_stream_and_echoes_nothing():
    with asked() as one:
        one.say(b"1\n")
        one.outcome()
        said = one.ends.read_until("接続しています", errors=True)
        assert "\r" not in said
        assert "（q で終了、? で説明）: build-host に" in said
        assert not one.ends.person.recv_ready()


def test_on_a_dumb_terminal_it_echoes_and_ends_its_lines_as_terminals_want():
    with asked(term=b"dumb") as one:
        one.say(b"13\x7f\r")
        assert one.outcome().target == "build-host"
        said = one.ends.read_until("接続しています")
        assert "（q で終了、? で説明）: 13\b \b\r\nbuild-host に" in said
        assert "\x1b" not in said
        assert said.count("\n") == said.count("\r\n")


def test_left_alone_it_ends():
    with asked(idle_seconds=0.2) as one:
        assert one.outcome() is Leaving.IDLE


@pytest.mark.parametrize("close", [lambda ends: ends.person.close(), lambda ends: ends.peer.close()])
def test_a_client_that_goes_ends_it_at_once(close):
    with asked() as one:
        one.ends.read_until("（q で終了、? で説明）", errors=True)
        close(one.ends)
        assert one.outcome() in (
            Leaving.GONE,
            Leaving.NO_ANSWER,
        )  # paramiko says EOF first, and the menu may be as quick


def test_it_can_be_ended_from_outside():
    with asked() as one:
        one.ends.read_until("（q で終了、? で説明）", errors=True)
        one.plain.end(Leaving.ENDED)
        assert one.outcome() is Leaving.ENDED
        one.plain.end(Leaving.ENDED)


@pytest.mark.parametrize("wish", [b"?\n", "？\n".encode(), b"h\n"])
def test_help_is_given_and_asked_again(wish):
    with asked() as one:
        one.say(wish + b"1\n")
        assert one.outcome().target == "build-host"
        said = one.ends.read_until("接続しています", errors=True)
        assert "番号と Enter" in said
        assert "その番号はありません" not in said


@pytest.mark.parametrize("wish", [b"L\n", b"l\r"])
def test_the_other_language_for_this_once(wish):
    with asked() as one:
        one.say(wish + b"1\n")
        assert one.outcome().target == "build-host"
        said = one.ends.read_until("Connecting to build-host as maint.", errors=True)
        assert "Type a number (q leaves, ? helps): " in said


def test_help_without_end_ends_it():
    with asked() as one:
        one.say(b"?\n" * ANSWERS_MAX)
        assert one.outcome() is Leaving.NO_ANSWER


def test_a_farewell_begins_a_line_of_its_own():
    with asked() as one:
        one.ends.person.shutdown_write()
        assert one.outcome() is Leaving.NO_ANSWER
        assert one.ends.read_until("? で説明）: \n", errors=True)
