import re
import unicodedata

import pytest
from hypothesis import example, given, settings

from gateway.guards.emulator import printing
from gateway.guards.emulator.emulator import Emulator
from gateway.guards.emulator.painting import anew, difference
from gateway.guards.emulator.picture import picture_of
from gateway.guards.emulator.settling import assumed, neutral
from gateway.guards.emulator.state import Saved
from gateway.guards.emulator.widths import SURE, width_of
from tests.gateway.guards.emulator.streams import COLUMNS, ROWS, streams
from tests.gateway.guards.terminal.strict import forms


def screen(stream="", columns=COLUMNS, rows=ROWS):
    emulator = Emulator(columns, rows)
    emulator.feed(stream)
    return emulator


def seen(emulator):
    """Everything a person could tell; what nobody has set is as good as off."""
    picture = picture_of(emulator.state)
    chosen = {slot: value or 0 for slot, value in picture.settings.items()}
    return picture.rows, picture.behind, (picture.x, picture.y), chosen


def painted_over(shown, wanted):
    """The first screen, after it was sent the difference to the second."""
    shown.feed(neutral(shown.state))
    data = difference(picture_of(shown.state), picture_of(wanted.state))
    forms(data)
    shown.feed(data.decode())
    return data


@given(streams, streams)
@settings(max_examples=150, deadline=None)
@example("漢漢漢漢漢漢", "\x1b[2;2H字\x1b[1;12Hx")
@example("\x1b[?1049h1", "main\x1b[?47halternate")
def test_the_difference_of_any_two_screens_makes_one_the_other(before, after):
    shown, wanted = screen(before), screen(after)
    painted_over(shown, wanted)
    assert seen(shown) == seen(wanted)


@given(streams)
@settings(max_examples=60, deadline=None)
def test_painted_anew_it_is_the_same(after):
    wanted = screen(after)
    shown = screen("\x1b[?1049h" if wanted.state.on_alternate else "")
    shown.feed("anything\x1b[3;3H\x1b[4;4H" + anew(picture_of(wanted.state)).decode())
    rows, _, cursor, _ = seen(wanted)
    assert (seen(shown)[0], seen(shown)[2]) == (rows, cursor)


@given(streams, streams, streams)
@settings(max_examples=150, deadline=None)
def test_a_stream_taken_and_given_back_goes_on_as_if_nothing_had_been(before, between, after):
    plain, taken, behind = screen(before), screen(before), screen(before)
    behind.feed(between)
    plain.feed(between)
    at_first = taken.state.copy()
    painted_over(taken, behind)
    taken.feed(assumed(at_first, behind.state, behind.state.row))
    forget(plain, taken)
    plain.feed(after)
    taken.feed(after)
    assert seen(plain) == seen(taken)


def forget(*emulators):
    """What is not carried over: the other page and its cursor, saved modes, continued lines, a pending wrap that was saved."""
    for emulator in emulators:
        state = emulator.state
        if not state.on_alternate:
            state.alternate = None
        state.kept_modes.clear()
        state.last = ""
        for page in (state.main, state.alternate):
            for row in page.rows if page else ():
                row.wraps = False
        one = state.saved[state.on_alternate]
        state.saved = [Saved(), Saved()]
        state.saved[state.on_alternate] = (
            Saved(x=one.x, y=one.y, style=one.style, graphics=one.graphics, shifted=one.shifted)
            if not one.origin
            else Saved()
        )


def test_equal_screens_need_nothing():
    assert difference(picture_of(screen("abc").state), picture_of(screen("abc").state)) == b""


def test_one_letter_takes_one_letter():
    assert painted_over(screen("abc"), screen("abcd")).endswith(b"d")


def widths_of_another(character):
    """A terminal of another mind: ambiguous characters are wide, and pictures are narrow."""
    if SURE.fullmatch(character) or not width_of(character):
        return width_of(character)
    return 2 if unicodedata.east_asian_width(character) == "A" else 1


def test_a_picture_that_a_terminal_makes_narrow_leaves_nothing_beside_it():
    shown = screen("abcd")
    data = difference(picture_of(shown.state), picture_of(screen("😀cd").state)).decode()
    other_minded(shown, data)
    assert "".join(shown.cells[0]).rstrip() == "😀 cd"


def test_what_a_terminal_makes_wide_in_the_last_column_goes_to_no_other_row():
    shown = screen()
    data = difference(picture_of(shown.state), picture_of(screen("\x1b[11C\u00e9").state)).decode()
    other_minded(shown, data)
    assert "".join(shown.cells[1]).strip() == ""


def other_minded(shown, data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printing, "PARTS", re.compile("((?!))|((?!))|((?!))|((?!))|(.)", re.DOTALL))
        patch.setattr(printing, "width_of", widths_of_another)
        shown.feed(data)


@given(streams)
@settings(max_examples=80, deadline=None)
def test_a_terminal_with_other_widths_shows_all_that_is_sure_in_its_place(after):
    """The one exception: what such a character covers or leaves is its neighbour's cell, painted before it."""
    wanted, shown = screen(after), screen()
    other_minded(shown, difference(picture_of(shown.state), picture_of(wanted.state)).decode())
    for made, row in zip(shown.cells, wanted.cells, strict=True):
        for place, letter in enumerate(row):
            before = (row[place - 1] or row[place - 2]) if place else ""
            if letter and SURE.fullmatch(letter) and SURE.fullmatch(before):
                assert made[place] == letter
    assert (shown.state.x, shown.state.y) == (wanted.state.x, wanted.state.y)
