"""A reader's place: what keys do to it, by transcript."""

import pytest

from gateway.commands.keys import Key, Paste
from gateway.commands.paging.kept import Kept
from gateway.commands.paging.reading import (
    Goal,
    Left,
    Mode,
    Note,
    Reading,
    at_end,
    came,
    has,
    last_line,
    pressed,
    resized,
    shown,
)


def a_text(count=100, ended=True, line="line {}"):
    kept = Kept()
    kept.add([line.format(number) for number in range(count)])
    if ended:
        kept.end()
    return kept


def read(kept, *keys, columns=20, rows=5):
    state = Reading(columns=columns, rows=rows)
    for key in keys:
        state = pressed(state, key, kept)
    return state


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ([" "], 5),
        ([Key.PAGE_DOWN, "b"], 0),
        (["j", Key.DOWN, Key.ENTER], 3),
        (["j", "j", "k"], 1),
        (["d"], 2),
        ([" ", "u"], 3),
        (["G"], 95),
        (["G", "g"], 0),
        (["k"], 0),
        ([" "] * 50, 95),
        ([Key.END, Key.HOME], 0),
        ([Paste("q", is_cut=False)], 0),
        (["zzz"], 0),
    ],
)
def test_moving(keys, line):
    assert read(a_text(), *keys).line == line


@pytest.mark.parametrize("key", ["q", "Q", Key.CANCEL, Key.END_OF_INPUT])
def test_leaving(key):
    assert read(a_text(), key) is Left.LEFT


def test_a_long_line_is_read_row_by_row():
    kept = a_text(3, line="{} " + "あ" * 30)
    state = read(kept, "j", "j")
    assert (state.line, state.row) == (0, 2)
    assert shown(state, kept)[0] == "あ" * 10
    assert shown(read(kept, "j", "j", "j", "j"), kept)[0].startswith("1 ")
    assert (last_line(state, kept), at_end(state, kept)) == (2, False)
    assert at_end(read(kept, "G"), kept)


def test_a_short_text_does_not_scroll():
    kept = a_text(3)
    assert read(kept, " ", "j", "G").line == 0
    assert at_end(read(kept), kept)
    assert last_line(read(kept), kept) == 3


def test_search_and_the_next_one():
    kept = a_text()
    state = read(kept, "/", "4", "2", Key.ENTER)
    assert (state.line, state.mode, state.goal) == (42, Mode.READ, Goal.NONE)
    state = read(kept, "/", "9", Key.ENTER, "n", "n")
    assert state.line == 29
    assert read(kept, "/", "x", "x", Key.ENTER).note is Note.NOT_FOUND
    assert read(kept, "/", "9", Key.ERASE, "7", Key.ENTER).line == 7
    assert read(kept, "/", "9", Key.CANCEL).mode is Mode.READ
    assert read(kept, "n").note is Note.NONE


def test_small_letters_find_capital_ones():
    assert has("An ERROR", "error")
    assert not has("an error", "ERROR")


def test_a_search_goes_on_while_lines_come_and_any_key_gives_it_up():
    kept = a_text(10, ended=False)
    state = read(kept, "/", "3", "3", Key.ENTER)
    assert state.goal is Goal.FOUND
    assert pressed(state, "x", kept).goal is Goal.NONE
    kept.add([f"line {number}" for number in range(10, 50)])
    state = came(state, kept)
    assert (state.line, state.goal) == (33, Goal.NONE)


def test_the_end_is_waited_for():
    kept = a_text(10, ended=False)
    state = read(kept, "G")
    assert (state.line, state.goal) == (5, Goal.END)
    kept.add(["more"] * 10)
    assert came(state, kept).line == 15
    kept.end()
    assert came(state, kept).goal is Goal.NONE


def test_a_resize_keeps_the_line_and_stays_within_the_text():
    kept = a_text()
    assert resized(read(kept, " "), 9, 3, kept).line == 5
    assert resized(read(kept, "G"), 20, 50, kept).line == 50
    assert resized(read(kept), 0, 0, kept).columns == 2


def test_what_was_forgotten_cannot_be_gone_back_to(monkeypatch):
    monkeypatch.setattr("gateway.commands.paging.kept.LINES_MAX", 20)
    kept = a_text(100)
    assert read(kept, "g").line == 80
    assert came(read(kept), kept).line == 80


def test_help_is_left_by_any_key():
    assert read(a_text(), "h").mode is Mode.HELP
    assert read(a_text(), "h", "q").mode is Mode.READ
