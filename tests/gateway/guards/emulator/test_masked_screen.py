import itertools
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gateway.guards.emulator import MaskedScreen, each, masked_screen
from gateway.guards.emulator.emulator import Emulator
from gateway.guards.emulator.lines import STAR, WIDE_STAR, masked
from gateway.guards.emulator.picture import picture_of
from gateway.guards.emulator.row import Row
from tests.gateway.guards.emulator.streams import streams
from tests.gateway.guards.terminal.strict import forms
from tests.gateway.guards.terminal.test_escape import shown
from tests.gateway.guards.test_transcripts import TRANSCRIPTS, encoding_of

COLUMNS, ROWS = 40, 8
PHONE = re.compile(r"0[789]0-?\d{4}-?\d{4}")
NUMBER = "090-1234-5678"
MASK = each(lambda text: [found.span() for found in PHONE.finditer(text)])


class Person:
    """A person's terminal behind a masked screen: shows what comes out, and remembers whether a number ever stood there."""

    def __init__(self, columns=COLUMNS, rows=ROWS):
        self.screen = MaskedScreen(columns, rows, MASK)
        self.terminal = Emulator(columns, rows)
        self.bytes = b""
        self.sees(self.screen.take())

    def sees(self, data):
        self.bytes += data
        forms(data)
        assert not PHONE.search(data.decode())
        self.terminal.feed(data.decode())
        assert not PHONE.search("".join(map("".join, self.terminal.cells)))
        return data

    def feed(self, text):
        return self.sees(self.screen.feed(text))

    def idle(self):
        return self.sees(self.screen.idle())

    def resize(self, columns, rows):
        self.screen.resize(columns, rows)
        self.terminal.resize(columns, rows)

    @property
    def lines(self):
        return ["".join(row).rstrip() for row in self.terminal.cells]


def test_R05_what_was_found_is_hidden_and_the_rest_is_the_same():
    person = Person()
    person.feed(f"\x1b[?1049h\x1b[2;3HTel \x1b[31m{NUMBER}\x1b[m 受付")
    person.idle()
    assert person.lines[1] == "  Tel ***-****-**** 受付"
    assert person.terminal.state.page.rows[1].styles[7].foreground == "31"


def test_R05_a_program_that_repaints_single_cells_shows_no_number():
    person = Person()
    person.feed("\x1b[?1049h\x1b[H090-1234-567X")
    person.idle()
    person.feed("\x1b[1;13H8")
    person.idle()
    assert person.lines[0] == "***-****-****"


@pytest.mark.parametrize("between", ["\x1b[31m", "\u200b", "\u0301", "\x1b[D\x1b[C", "\x1b7\x1b[5;5Hx\x1b8"])
def test_R05_nothing_between_its_characters_hides_a_number(between):
    person = Person()
    person.feed("\x1b[?1049h" + between.join(NUMBER))
    person.idle()
    assert person.lines[0] == "***-****-****"


def test_R05_a_number_in_two_rows_is_hidden():
    person = Person()
    person.feed("\x1b[?1049h\x1b[1;34H" + NUMBER)
    person.feed("\x1b[4;34H090-123\x1b[5;1H4-5678")
    person.idle()
    assert [person.lines[row].strip() for row in (0, 1, 3, 4)] == ["***-***", "*-****", "***-***", "*-****"]


def test_nothing_is_painted_before_a_pause():
    person = Person()
    assert person.feed("\x1b[?1049h090-1234") == b""
    assert person.screen.holds
    person.idle()
    assert not person.screen.holds
    assert person.idle() == b""


@pytest.mark.parametrize("key", ["a", "漢"])
def test_the_echo_of_a_key_is_painted_at_once(key):
    person = Person()
    person.feed("\x1b[?1049h\x1b[2J\x1b[H:word")
    person.idle()
    person.screen.typed(key)
    assert person.feed(f"\x1b[?25l\x1b[1;6H{key}").startswith(key.encode())
    person.feed(
        "\x1b[8;1H-- INSERT --\x1b[1;7H\x1b[?25h"
    )  # and a program's own sign that it has finished is heeded behind a key
    assert person.lines[7] == "-- INSERT --"


def test_R05_a_number_that_comes_behind_a_key_is_not_taken_for_its_echo():
    person = Person()
    person.feed("\x1b[?1049h")
    person.idle()
    person.screen.typed("5")
    person.feed("\x1b[H090-1234-5")
    assert person.lines[0] == ""
    person.feed("678 \r\n")
    person.idle()
    assert person.lines[0] == "***-****-****"


def test_R05_a_picture_of_a_flood_shows_no_half_of_a_number(monkeypatch):
    monkeypatch.setattr(masked_screen, "FRAME_CHARACTERS", 20)
    person = Person()
    assert person.feed("\x1b[?1049hTel  090-1234-5678")
    assert person.lines[0] == "Tel"
    assert person.screen.holds
    person.idle()
    assert person.lines[0] == "Tel  ***-****-****"


def test_what_is_held_back_shows_nothing_that_stood_elsewhere(monkeypatch):
    monkeypatch.setattr(masked_screen, "FRAME_CHARACTERS", 60)
    person = Person()
    person.feed("".join(f"old {number}\r\n" for number in range(7)) + "last")
    assert "last" not in person.lines
    person.feed("\r\nsome" + "\r\nmore")
    person.idle()
    assert person.feed("\r\n" * 26 + "new new" + " ")
    assert "more" not in person.lines


def test_R05_a_page_that_was_left_at_once_is_masked_too():
    person = Person()
    person.feed(f"{NUMBER}\x1b[?1049h\x1b[Hhere")
    person.idle()
    assert person.lines[0] == "here"
    person.feed("\x1b[?1049l")
    person.idle()
    assert person.lines[0] == "***-****-****"


def test_the_place_of_an_echo_is_not_where_a_piece_ends():
    whole, split = Person(), Person()
    for person, pieces in ((whole, ["\x1b[?1049hax\x1b[5;5Hyy"]), (split, ["\x1b[?1049ha", "x", "\x1b[5;5Hyy"])):
        person.screen.typed("x")
        for piece in pieces:
            person.feed(piece)
        person.idle()
    assert whole.bytes == split.bytes
    assert whole.bytes.index(b"x") < whole.bytes.index(b"yy")


def test_of_a_flood_only_some_pictures_are_painted():
    person = Person()
    person.feed("\x1b[?1049h")
    flood = "".join(f"\x1b[H{number:0300}" for number in range(2000))
    painted = person.feed(flood) + person.idle()
    assert 0 < len(painted) < len(flood) / 100
    assert "".join(person.lines).endswith("1999")


def test_a_main_page_can_be_scrolled_back():
    person = Person()
    person.terminal.state.gone = type(person.terminal.state.gone)(maxlen=100)
    person.feed("".join(f"{number} {NUMBER}\r\n" for number in range(30)))
    person.idle()
    rows = [*("".join(row.letters).rstrip() for row in person.terminal.state.gone), *person.lines]
    assert rows == [*(f"{number} ***-****-****" for number in range(30)), ""]


def test_a_bell_rings_once():
    person = Person()
    person.feed("\a\a\a")
    assert person.idle() == b"\a"


def expected(emulator):
    """What should be seen of a raw screen."""
    picture = picture_of(emulator.state)
    return (
        masked(picture.rows, MASK),
        (picture.x, picture.y),
        {slot: value or 0 for slot, value in picture.settings.items()},
    )


def seen(emulator):
    picture = picture_of(emulator.state)
    return picture.rows, (picture.x, picture.y), {slot: value or 0 for slot, value in picture.settings.items()}


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_what_real_programs_paint_is_the_same_screen(path):
    stream = shown(path.read_bytes(), encoding_of(path))[0].decode()
    person, raw = Person(80, 24), Emulator(80, 24)
    for start in range(0, len(stream), 1500):
        person.feed(stream[start : start + 1500])
        raw.feed(stream[start : start + 1500])
        if raw.at_rest:
            person.idle()
            assert seen(person.terminal) == expected(raw)


_numbers = st.sampled_from([NUMBER, "09012345678", "090-1234", "-5678"])
_with_numbers = st.lists(st.one_of(streams, _numbers), max_size=6)


@given(_with_numbers)
@settings(max_examples=80, deadline=None)
@example(["\x1b[?1049h090-1234", "-5678"])
def test_R05_whatever_is_painted_the_screen_is_the_masked_one(pieces):
    person, raw = Person(12, 6), Emulator(12, 6, gone_max=1)
    for piece in pieces:
        person.feed(piece)
        raw.feed(piece)
        person.idle()
        if raw.state.gone:  # a value may have begun in a row above the first
            assert_as_strict(person.terminal.cells, [row.letters for row in expected(raw)[0]])
        else:
            assert seen(person.terminal) == expected(raw)


def assert_as_strict(cells, wanted):
    for letter, other in zip(itertools.chain(*cells), itertools.chain(*wanted), strict=True):
        assert letter == other or letter in (STAR, WIDE_STAR)


def test_R05_the_end_of_a_number_whose_beginning_went_out_of_sight_stays_hidden():
    person = Person()
    person.feed("\x1b[1;34H" + NUMBER + "\x1b[8;1H")
    for piece in ("\n", "\x1b[5;5Hx"):
        person.feed(piece)
        person.idle()
        assert not re.search("[0-9]", "".join(person.lines))
    person.feed("\x1b[?1049h\x1b[?1049l\x1b[2J\x1b[H4-5678")
    person.idle()
    assert person.lines[0] == "4-5678"


@given(_with_numbers, st.lists(st.integers(0, 200), max_size=5), st.text("ab9漢", max_size=3))
@settings(max_examples=80, deadline=None)
def test_any_split_gives_the_same_bytes(pieces, cuts, typed):
    stream = "".join(pieces)
    whole, split = Person(12, 6), Person(12, 6)
    for person, borders in ((whole, []), (split, sorted(cut for cut in cuts if cut < len(stream)))):
        person.screen.typed(typed)
        for start, stop in itertools.pairwise([0, *borders, len(stream)]):
            person.feed(stream[start:stop])
        person.idle()
    assert split.bytes == whole.bytes


@given(streams, streams, streams)
@settings(max_examples=60, deadline=None)
def test_taken_and_given_back_the_stream_goes_on(before, between, after):
    screen, terminal = MaskedScreen(12, 6, MASK), Emulator(12, 6)
    screen.watch(before)
    terminal.feed(before + screen.take().decode() + screen.feed(between).decode() + screen.give().decode())
    screen.watch(after)
    terminal.feed(after)
    terminal.feed(screen.take().decode() + screen.idle().decode())
    assert not screen.idle()


def test_a_page_whose_like_a_terminal_may_have_kept_or_not_is_painted_anew():
    screen, terminal = MaskedScreen(12, 6, MASK), Emulator(12, 6)
    terminal.feed((screen.take() + screen.feed("\x1b[?47halternate\x1b[?47l") + screen.idle()).decode())
    terminal.feed((screen.feed("\x1b[?47h") + screen.idle() + screen.feed("\x1b[?47l") + screen.give()).decode())
    screen.watch("\x1b[?47h")
    terminal.feed("\x1b[?47h\x1b7anything\x1b8")
    terminal.feed((screen.take() + screen.idle()).decode())
    assert not "".join(map("".join, terminal.cells)).strip()


def test_it_is_taken_and_given_back_only_between_sequences():
    screen = MaskedScreen(12, 6, MASK)
    screen.watch("\x1b[3")
    with pytest.raises(AssertionError):
        screen.take()
    screen.watch("1m")
    screen.take()
    screen.feed("\x1b[")
    with pytest.raises(AssertionError):
        screen.give()


@given(streams, st.integers(2, 20), st.integers(1, 9), streams)
@settings(max_examples=60, deadline=None)
def test_another_size_is_painted_anew(before, columns, rows, after):
    person, raw = Person(12, 6), Emulator(12, 6)
    person.feed(before)
    raw.feed(before)
    person.idle()
    person.resize(columns, rows)
    raw.resize(columns, rows)
    for row in person.terminal.state.page.rows:
        row.put(0, "?", 1, row.styles[0])  # whatever a terminal makes of it
    person.idle()
    assert seen(person.terminal)[:2] == expected(raw)[:2]
    person.feed(after)
    raw.feed(after)
    person.idle()
    assert seen(person.terminal)[:2] == expected(raw)[:2]


def test_R05_a_mask_that_fails_shows_nothing():
    def fails(_):
        raise RuntimeError

    screen = MaskedScreen(12, 6, fails)
    screen.take()
    screen.feed("abc")
    with pytest.raises(RuntimeError):
        screen.idle()


def test_rows_with_nothing_to_hide_are_the_same_rows():
    rows = (Row(5), Row(5))
    assert masked(rows, MASK)[0] is rows[0]
