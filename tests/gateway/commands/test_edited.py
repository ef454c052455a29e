from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.clipboard import ClipboardData, InMemoryClipboard

from gateway.commands.edited import EDITS, KEYS, MOVES, Edited
from gateway.commands.keys import Key
from gateway.vocabulary.outcome import Text

FULL = Text(ja="長すぎます", en="too long")


class At:
    """A text under somebody's fingers."""

    def __init__(self, text: str = "", clipboard: str = "") -> None:
        self.buffer = Buffer(multiline=True)
        self.edited = Edited(self.buffer, letters_max=20, undone_max=3, full=FULL)
        self.edited.insert(text)
        app = SimpleNamespace(
            clipboard=InMemoryClipboard(ClipboardData(clipboard)),
            output=SimpleNamespace(bell=lambda: None),
            invalidate=lambda: None,
        )
        self.event: Any = SimpleNamespace(current_buffer=self.buffer, arg=1, app=app, is_repeat=False)

    def press(self, *keys: Key) -> Text | None:
        said = None
        for key in keys:
            said = self.edited.key(key, cast(Any, self.event))
        return said


def test_what_a_key_did_is_undone() -> None:
    at = At("one two")
    at.press(Key.KILL_WORD_BACK)
    assert at.buffer.text == "one "
    at.press(Key.UNDO, Key.UNDO)
    assert at.buffer.text == "one two"


def test_moves_change_nothing() -> None:
    at = At("one two")
    at.press(*MOVES)
    assert at.buffer.text == "one two"


@pytest.mark.parametrize("text", ["x" * 21, "x" * 1000])
def test_there_is_no_room_for_more_than_the_bound(text: str) -> None:
    at = At("kept")
    assert at.edited.insert(text) is FULL
    assert at.buffer.text == "kept"


def test_what_is_yanked_beyond_the_bound_is_taken_back() -> None:
    at = At("kept", clipboard="y" * 30)
    assert at.press(Key.YANK) is FULL
    assert at.buffer.text == "kept"


@given(st.lists(st.one_of(st.sampled_from(sorted(KEYS)), st.text(max_size=8)), max_size=30))
def test_whatever_is_pressed_the_text_stays_within_its_bound(typed: list[Any]) -> None:
    at = At(clipboard="clip")
    for each in typed:
        at.press(each) if isinstance(each, Key) else at.edited.insert(each)
        assert len(at.buffer.text) <= 20


def test_every_key_of_editing_is_one_of_the_keyboard() -> None:
    assert set(Key) >= KEYS == {*EDITS, *MOVES, Key.UNDO}
