"""One reader for every keyboard; what menu and command gate make of it stands in their own tests."""

from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.commands import keys as gate
from gateway.menu import keys as menu
from gateway.menu.keyboard import Keyboard, KeyReader

KEYBOARDS = [menu.KEYBOARD, gate.KEYBOARD]


class Key(StrEnum):
    UP = "up"
    ESCAPE = "escape"


def reader(**more: Any) -> KeyReader[Key, tuple[str, bool]]:
    table: Keyboard[Key, tuple[str, bool]] = Keyboard(controls={}, sequences={b"[A": Key.UP}, escape=Key.ESCAPE, **more)
    return KeyReader(table)


@pytest.mark.parametrize("size", [0, 1, 5, 6, 7, 100])
def test_as_much_of_a_paste_is_kept_as_the_table_says(size: int) -> None:
    found = reader(paste_bytes=6, pasted=lambda text, is_cut: (text, is_cut))
    assert found.feed(b"\x1b[200~" + b"x" * size + b"\x1b[201~a") == [("x" * min(size, 6), size > 6), "a"]


def test_what_looks_like_the_end_of_a_paste_is_in_it() -> None:
    found = reader(paste_bytes=99, pasted=lambda text, is_cut: (text, is_cut))
    assert found.feed(b"\x1b[200~\x1b[20\x1b[200~\x1b[2\x1b[201~") == [("\x1b[20\x1b[200~\x1b[2", False)]


@pytest.mark.parametrize("keyboard", KEYBOARDS)
@given(data=st.lists(st.sampled_from([b"\x1b[200~", b"\x1b[201~", b"\x1b", b"[A", b"[", b"x", b"\r", b"\n", b"\xe5", b"\x07"]),
                     max_size=40).map(b"".join), size=st.integers(1, 9))  # fmt: skip
def test_any_cut_gives_the_same_and_memory_is_bounded(keyboard: Any, data: bytes, size: int) -> None:
    whole, pieces = KeyReader(keyboard), KeyReader(keyboard)
    split = [key for at in range(0, len(data), size) for key in pieces.feed(data[at : at + size])]
    assert split == whole.feed(data)
    assert (pieces.waits, pieces.is_pasting) == (whole.waits, whole.is_pasting)
    assert len(pieces._held) <= 40
    assert len(pieces._pasted) <= keyboard.paste_bytes + 1


@pytest.mark.parametrize("keyboard", KEYBOARDS)
def test_a_paste_without_end_fills_no_memory(keyboard: Any) -> None:
    found = KeyReader(keyboard)
    found.feed(b"\x1b[200~")
    for _ in range(20):
        assert found.feed(b"x" * 10_000) == []
    assert len(found._pasted) <= keyboard.paste_bytes + 1
