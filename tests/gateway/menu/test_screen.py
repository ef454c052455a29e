"""The menu on a screen, over two real ends of an SSH channel. What a terminal makes of it is seen in tests/walks/test_menu.py."""

import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest

from gateway.menu.choices import Choice
from gateway.menu.events import Leaving
from gateway.menu.listening import Listening
from gateway.menu.screen import Screen
from gateway.menu.terminals import Drawing
from tests.gateway.authorization.a_request import NOW
from tests.gateway.menu.a_client import Running, two_ends
from tests.gateway.menu.a_menu import ASKED, menu_of, open_order
from tests.gateway.relay.ssh.a_client import ask, number, wait_until
from tests.gateway.sessions.an_office import RunningClock

BEGIN, END = "\x1b[?1049h", "\x1b[?1049l"


class Shown:
    """A menu that is being shown; `menu` may be changed by the test."""

    def __init__(self, ends, menu, drawing, idle_seconds):
        self.ends, self.menu, self.clock, self.looks = ends, menu, RunningClock(), 0
        self.screen = Screen(ends.client, drawing=drawing, look=self.look, clock=self.clock, idle_seconds=idle_seconds)
        self.running = Running(self.screen.run)

    def look(self):
        self.looks += 1
        if isinstance(self.menu, Exception):
            raise self.menu
        return self.menu

    def keys(self, data):
        self.ends.person.sendall(data)

    def outcome(self):
        return self.running.result()


@contextmanager
def shown(menu=None, *, drawing=Drawing.IN_COLOUR, idle_seconds=600.0, **ends):
    with two_ends(**ends) as made:
        yield Shown(made, menu_of(open_order(), ASKED) if menu is None else menu, drawing, idle_seconds)
    wait_until(lambda: not [one for one in threading.enumerate() if one.name.startswith("menu-")])


def test_it_is_drawn_on_the_alternate_screen_and_left_as_it_was():
    with shown() as one:
        picture = one.ends.read_until("q 終了")
        assert picture.index(BEGIN) < picture.index("接続できる接続先")
        one.keys(b"q")
        assert one.outcome() is Leaving.LEFT
        rest = one.ends.read_until(END)
        assert "\x1b[?25h" in picture + rest  # the cursor is back
        assert "\x1b[?2004l" in rest  # and pasting is as before


def test_enter_chooses_and_says_where_it_goes():
    with shown() as one:
        one.ends.read_until("q 終了")
        one.keys(b"\x1b[B\r")
        choice = one.outcome()
        assert isinstance(choice, Choice)
        assert choice.target == "callcenter-app"
        assert one.ends.read_until("接続しています").endswith("callcenter-app に maint で接続しています。\r\n")


def test_what_is_typed_after_the_choice_is_left_for_the_target():
    with shown() as one:
        one.ends.read_until("q 終了")
        one.keys(b"\rls -l\r")
        assert isinstance(one.outcome(), Choice)
        assert one.ends.client.channel.recv(100) == b"ls -l\r"


@pytest.mark.parametrize("key", [b"q", b"\x03", b"\x04"])
def test_leaving(key):
    with shown() as one:
        one.keys(key)
        assert one.outcome() is Leaving.LEFT


def test_colours_only_where_the_terminal_has_them():
    with shown() as one:
        assert "\x1b[0;32m" in one.ends.read_until("q 終了")
        one.keys(b"q")
        one.outcome()
    with shown(drawing=Drawing.WITHOUT_COLOUR) as one:
        picture = one.ends.read_until("q 終了")
        assert "\x1b[0;32m" not in picture
        assert "\x1b[0;7m" in picture
        one.keys(b"q")
        one.outcome()


def test_the_window_is_followed():
    with shown() as one:
        one.ends.read_until("q 終了")
        listening = Listening(one.ends.client, one.screen.resized, lambda: None)
        ask(one.ends.peer, one.ends.person, "window-change", number(40) + number(12) + bytes(8), want_reply=False)
        assert "-- 下に続きあり ----" in one.ends.read_until("Enter 接続  / 絞り込み  ? ヘルプ  q 終了")
        listening.close()
        one.keys(b"q")
        one.outcome()


def test_it_is_painted_no_faster_than_it_is_read(monkeypatch):
    """Whoever reads slowly misses pictures, never the last one, and nothing piles up for him."""
    monkeypatch.setattr("gateway.menu.speaker.WAITING_BYTES_MAX", 20_000)
    with shown(window=500) as one:
        for _ in range(40):
            one.screen.resized()
            time.sleep(0.02)
        one.keys(b"L")
        one.ends.read_until("q leave")
        one.keys(b"q")
        reading = Running(lambda: one.ends.read_until(END))
        assert one.outcome() is Leaving.LEFT
        reading.result()


@pytest.mark.parametrize("size", [(0, 0), (65535, 65535), (2**32 - 1, 2**32 - 1), (1, 1), (2, 1), (1, 200), (300, 1)])
def test_any_size_a_client_says(size):
    with shown(columns=size[0], rows=size[1]) as one:
        one.ends.read_until(BEGIN)
        one.keys(b"jq")
        assert one.outcome() is Leaving.LEFT


def test_the_menu_is_looked_at_again_when_the_minute_changes():
    with shown(menu_of(ASKED)) as one:
        one.ends.read_until("いま接続できる接続先はありません")
        one.menu = menu_of(open_order())
        one.clock.moved = timedelta(minutes=1)
        one.ends.read_until("build-host")
        assert one.looks >= 2
        one.keys(b"\r")
        assert isinstance(one.outcome(), Choice)


def test_R23_what_ends_while_it_is_shown_cannot_be_chosen():
    with shown(menu_of(open_order("callcenter-app"))) as one:
        one.ends.read_until("q 終了")
        one.menu = menu_of(open_order("callcenter-app"), now=NOW + timedelta(hours=7))
        one.clock.moved = timedelta(hours=7)
        one.ends.read_until("終了")
        one.keys(b"\r")
        one.ends.read_until("作業時間は終わりました")
        one.keys(b"q")
        assert one.outcome() is Leaving.LEFT


def test_left_alone_it_ends():
    with shown(idle_seconds=0.5) as one:
        assert one.outcome() is Leaving.IDLE
        one.ends.read_until(END)


@pytest.mark.parametrize("close", [lambda ends: ends.person.close(), lambda ends: ends.peer.close()])
def test_a_client_that_goes_ends_it_at_once(close):
    with shown() as one:
        one.ends.read_until("q 終了")
        close(one.ends)
        assert one.outcome() is Leaving.GONE


def test_the_end_of_what_can_be_typed_ends_it():
    with shown() as one:
        one.ends.read_until("q 終了")
        one.ends.person.shutdown_write()
        assert one.outcome() is Leaving.GONE


def test_it_can_be_ended_from_outside_and_before_it_runs():
    with shown() as one:
        one.ends.read_until("q 終了")
        one.screen.end(Leaving.ENDED)
        assert one.outcome() is Leaving.ENDED
    with two_ends() as ends:
        screen = Screen(ends.client, drawing=Drawing.IN_COLOUR, look=menu_of, clock=RunningClock(), idle_seconds=600)
        screen.end(Leaving.ENDED)
        assert Running(screen.run).result() is Leaving.ENDED


def test_what_fails_in_it_ends_it_and_the_screen_is_given_back():
    with shown() as one:
        one.ends.read_until("q 終了")
        one.menu = ZeroDivisionError()
        one.clock.moved = timedelta(minutes=1)
        with pytest.raises(ZeroDivisionError):
            one.outcome()
        one.ends.read_until(END)


@pytest.mark.parametrize("broken", ["gateway.menu.view.lines", "gateway.menu.screen.pressed"])
def test_what_fails_while_a_key_is_handled_or_the_picture_painted_ends_it_too(monkeypatch, broken):
    """asyncio alone would log it and leave the person before a menu that no longer answers."""
    with shown() as one:
        one.ends.read_until("q 終了")
        monkeypatch.setattr(broken, lambda *_: 1 / 0)
        one.keys(b"j")
        with pytest.raises(ZeroDivisionError):
            one.outcome()
        one.ends.read_until(END)


def test_two_at_once_keep_apart():
    with shown(menu_of(open_order("build-host"))) as one, shown(menu_of(open_order("callcenter-app"))) as other:
        one.ends.read_until("build-host")
        other.ends.read_until("callcenter-app")
        other.keys(b"\r")
        one.keys(b"\r")
        assert (one.outcome().target, other.outcome().target) == ("build-host", "callcenter-app")
