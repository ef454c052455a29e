from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.menu import words
from gateway.menu.browsing import FILTER_LETTERS_MAX, PAGE, Browsing, Left, Mode, begun, pressed, refreshed
from gateway.menu.choices import Choice
from gateway.menu.keys import Key
from gateway.vocabulary.identity import Language
from tests.gateway.authorization.a_request import NOW
from tests.gateway.menu.a_menu import ASKED, LATER, SUSPENDED, many, menu_of, open_order, order

ORDERS, TARGETS = many(30)
MANY = menu_of(*ORDERS, ordered=TARGETS)
SMALL = menu_of(open_order(), ASKED, SUSPENDED)


def after(state, *keys):
    for key in keys:
        assert isinstance(state, Browsing)
        state = pressed(state, key)
    return state


@pytest.mark.parametrize(
    ("keys", "cursor"),
    [
        ([Key.DOWN, "j", Key.UP], 1),
        (["k"], 0),
        ([Key.PAGE_DOWN], PAGE),
        ([Key.PAGE_DOWN, Key.PAGE_UP], 0),
        ([Key.END], 29),
        (["G", "j"], 29),
        (["G", Key.HOME], 0),
        (["7"], 6),
        (["2", "9"], 28),
        (["3", "9"], 8),  # there is no 39, so 9
        (["2", "j", "9"], 8),
        (["0"], 0),
        (["x", "\u3042"], 0),
    ],
)
def test_keys_move_the_cursor(keys, cursor):
    assert after(begun(MANY), *keys).cursor == cursor


def test_enter_chooses_what_is_selected():
    choice = after(begun(MANY), "5", Key.ENTER)
    assert isinstance(choice, Choice)
    assert choice.target == "host-05"


def test_enter_on_an_order_that_waits_tells_everything_of_it_and_any_key_returns():
    state = after(begun(SMALL), Key.END, Key.ENTER)
    assert state.mode is Mode.READING
    assert after(state, "x").mode is Mode.LIST


@pytest.mark.parametrize("key", ["q", "Q", Key.LEAVE])
def test_leaving(key):
    assert pressed(begun(SMALL), key) is Left.LEFT


@pytest.mark.parametrize("mode", Mode)
def test_control_c_leaves_from_everywhere(mode):
    assert pressed(replace(begun(SMALL), mode=mode), Key.LEAVE) is Left.LEFT


def test_L_switches_the_language_there_and_back():
    state = after(begun(SMALL), "L")
    assert state.language is Language.ENGLISH
    assert after(state, "l").language is Language.JAPANESE


def test_the_filter_narrows_by_name_and_escape_clears_it():
    state = after(begun(SMALL), "/", *"BUILD")
    assert [choice.target for choice in state.choices] == ["build-host"]
    assert state.waiting == ()
    assert after(state, Key.ERASE).wanted == "buil"
    kept = after(state, Key.ENTER)
    assert (kept.mode, kept.wanted) == (Mode.LIST, "build")
    assert after(kept, Key.ESCAPE).wanted == ""
    assert after(state, Key.ESCAPE).items == begun(SMALL).items
    assert isinstance(after(kept, Key.ENTER), Choice)


def test_in_the_filter_q_and_digits_are_letters():
    assert after(begun(SMALL), "/", "q", "1", "?").wanted == "q1?"


def test_the_filter_is_bounded():
    assert len(after(begun(SMALL), "/", *("x" * 500)).wanted) == FILTER_LETTERS_MAX


def test_nothing_selected_nothing_chosen():
    state = after(begun(SMALL), "/", *"nowhere", Key.ENTER)
    assert state.selected is None
    assert after(state, Key.ENTER, Key.DOWN, "1").items == ()


def test_a_paste_chooses_nothing_and_says_so():
    state = after(begun(SMALL), Key.PASTE)
    assert state.note is not None
    assert after(state, "j").note is None


def test_R23_what_ended_while_shown_cannot_be_chosen():
    state = refreshed(begun(menu_of(order("1"))), menu_of(order("1"), now=NOW + timedelta(hours=7)))
    assert [choice.is_open for choice in state.choices] == [False]
    told = after(state, Key.ENTER)
    assert isinstance(told, Browsing)
    assert "作業時間は終わりました" in told.note.ja


def test_the_cursor_stays_on_what_it_stood_on_when_lines_come_and_go():
    state = after(begun(menu_of(order("1"), LATER)), Key.DOWN)
    assert state.selected.order == LATER.id
    newer = refreshed(state, menu_of(order("1"), open_order("build-host"), LATER, ASKED))
    assert newer.selected.order == LATER.id
    gone = refreshed(state, menu_of(order("1")))
    assert gone.selected is not None


@given(st.lists(st.one_of(st.sampled_from(list(Key)), st.characters()), max_size=40))
def test_any_keys_keep_the_cursor_on_an_item(keys):
    state = begun(SMALL)
    for key in keys:
        state = pressed(state, key)
        if not isinstance(state, Browsing):
            return
        assert state.cursor == 0 or state.cursor < len(state.items)


def test_a_digit_without_a_target_is_said_to_be_none():
    state = after(begun(SMALL), "9")
    assert (state.cursor, state.note) == (0, words.NO_NUMBER)
    assert after(state, Key.DOWN).note is None
