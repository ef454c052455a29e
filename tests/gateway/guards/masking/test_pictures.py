from gateway.guards.detect import Kind
from gateway.guards.masking import Masker
from gateway.guards.observing import Together
from tests.gateway.guards.masking.a_person import Told

ALTERNATE, NUMBER = "\x1b[?1049h\x1b[H", "090-1234-5678"


class Watched:
    """A screen of 40 by 6, and what is told of it."""

    def __init__(self):
        self.told = Told()
        self.masker = Masker(self.told, columns=40, rows=6)

    def paints(self, text):
        """What is new to the observer."""
        before = len(self.told.text), len(self.told.values)
        self.masker.feed(text.encode())
        self.masker.idle()
        return self.told.text[before[0] :], self.told.values[before[1] :]


def test_R06_a_value_that_stands_there_is_told_once():
    watched = Watched()
    text, values = watched.paints(f"{ALTERNATE}tel={NUMBER}")
    assert text == f"tel={NUMBER}\n"
    assert values == [(Kind.PHONE, b"09012345678", True, Together.LABELLED)]
    assert watched.paints("\x1b[3;3Hother") == ("other\n", [])
    watched.paints("\x1b[H\x1b[2J")
    assert len(watched.paints(f"{NUMBER}")[1]) == 1


def test_R07_a_row_that_only_moved_is_no_news():
    watched = Watched()
    watched.paints(f"{ALTERNATE}one\r\ntwo\r\nthree\r\nfour\r\nfive\r\nsix")
    assert watched.paints("\r\nseven")[0] == "seven\n"


def test_R07_a_clock_is_as_much_news_as_its_digits():
    watched = Watched()
    watched.paints(f"{ALTERNATE}top - 04:11:09 up 3 days, load average")
    assert watched.paints("\x1b[1;13H10")[0] == "04:11:10\n"


def test_R07_what_was_behind_is_no_news_when_it_comes_back():
    watched = Watched()
    watched.paints("$ vi\r\n")
    watched.paints(f"{ALTERNATE}~\r\n~")
    assert watched.paints("\x1b[?1049l$ ")[0] == "$ "


def test_R06_values_beside_each_other_say_so():
    watched = Watched()
    _, values = watched.paints(f"{ALTERNATE}a@example.com {NUMBER}")
    assert {kind: together for kind, _, _, together in values} == {
        Kind.MAIL: Together.BESIDE,
        Kind.PHONE: Together.BESIDE,
    }


def test_R07_half_a_value_that_the_stream_showed_is_whole_on_the_screen():
    watched = Watched()
    watched.paints("tel 090-12")
    _, values = watched.paints("\x1b[B\x1b[A34-5678")
    assert [kind for kind, *_ in values] == [Kind.PHONE]


def test_R06_what_stood_there_when_the_screen_was_taken_was_told_when_it_came():
    watched = Watched()
    assert len(watched.paints(f"tel={NUMBER}\r\n")[1]) == 1
    assert watched.paints("\x1b[4;3Hother")[1] == []
    assert [key for _, key, *_ in watched.paints("\x1b[5;1Htel=03-2345-6789")[1]] == [b"0323456789"]
