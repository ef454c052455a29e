"""A text being edited: what can be undone, how many letters there may be, and what the keys of editing do to it.

Every change that a key makes can be undone, and none makes the text longer than its bound.
"""

from collections import deque
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.key_binding import KeyPressEvent
from prompt_toolkit.key_binding.bindings.named_commands import get_by_name

from gateway.commands.keys import Key
from gateway.vocabulary.outcome import Text

EDITS: Final[Mapping[Key, str]] = MappingProxyType(
    {
        Key.ERASE: "backward-delete-char",
        Key.DELETE: "delete-char",
        Key.END_OF_INPUT: "delete-char",
        Key.KILL_TO_END: "kill-line",
        Key.KILL_TO_START: "unix-line-discard",
        Key.KILL_WORD: "kill-word",
        Key.KILL_WORD_BACK: "unix-word-rubout",
        Key.YANK: "yank",
        Key.TRANSPOSE: "transpose-chars",
    }
)
MOVES: Final[Mapping[Key, str]] = MappingProxyType(
    {
        Key.LEFT: "backward-char",
        Key.RIGHT: "forward-char",
        Key.WORD_LEFT: "backward-word",
        Key.WORD_RIGHT: "forward-word",
        Key.HOME: "beginning-of-line",
        Key.END: "end-of-line",
    }
)
KEYS: Final = frozenset({*EDITS, *MOVES, Key.UNDO})


class Edited:
    """The text of `buffer`, of at most `letters_max` letters; `full` is said where there would be more."""

    def __init__(self, buffer: Buffer, *, letters_max: int, undone_max: int, full: Text) -> None:
        self._buffer, self._letters_max, self._full = buffer, letters_max, full
        self._undone: deque[Document] = deque(maxlen=undone_max)

    def key(self, key: Key, event: KeyPressEvent) -> Text | None:
        """One of KEYS; what there is to say about it."""
        if key is Key.UNDO:
            if self._undone:
                self._buffer.set_document(self._undone.pop())
            return None
        if key in MOVES:
            get_by_name(MOVES[key]).call(event)
            return None
        self.keep()
        get_by_name(EDITS[key]).call(event)
        if len(self._buffer.text) <= self._letters_max:
            return None
        self._buffer.set_document(self._undone.pop())  # what was yanked is too much
        return self._full

    def insert(self, text: str) -> Text | None:
        """Put it at the cursor, or say that there is no room for it."""
        if len(self._buffer.text) + len(text) > self._letters_max:
            return self._full
        self._buffer.insert_text(text)
        return None

    def keep(self) -> None:
        """The text as it is now can be come back to."""
        if not self._undone or self._undone[-1].text != self._buffer.text:
            self._undone.append(self._buffer.document)
