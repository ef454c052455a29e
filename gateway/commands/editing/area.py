"""The text area: one file's text on the whole screen. It opens, saves and runs nothing; it gives the text as it was left."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.clipboard import Clipboard
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyPressEvent
from prompt_toolkit.layout import BufferControl, FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.layout.processors import TabsProcessor

from gateway.commands import edited, words
from gateway.commands.edited import Edited
from gateway.commands.keys import Key, Paste, Typed
from gateway.commands.seat import Seat
from gateway.commands.showing import Showing
from gateway.menu.cells import cut, harmless, pad
from gateway.menu.words import say
from gateway.vocabulary.outcome import Text

LETTERS_MAX: Final = 512 * 1024
UNDONE_MAX: Final = 20
SEARCH_LETTERS_MAX: Final = 200
_ROWS_OF_FRAME: Final = 3
_FAR: Mapping[Key, int] = MappingProxyType({Key.PAGE_UP: -1, Key.PAGE_DOWN: 1})


class Area(Showing[str | None]):
    """Gives the text, or None where it is left as it was."""

    full_screen = True

    def __init__(self, seat: Seat, title: str, text: str, clipboard: Clipboard) -> None:
        super().__init__(seat, clipboard)
        self._title, self._first = title, text
        self._buffer = Buffer(multiline=True, document=Document(text, 0))
        self._edited = Edited(self._buffer, letters_max=LETTERS_MAX, undone_max=UNDONE_MAX, full=words.AREA_FULL)
        self._note: Text | None = None
        self._search: str | None = None
        self._pattern = ""
        self._is_leaving = self._was_letter = False

    def layout(self) -> Layout:
        """Title, text, foot."""
        text = Window(
            BufferControl(
                self._buffer, input_processors=[TabsProcessor(tabstop=8, char1=" ", char2=" ")], focusable=True
            ),
            wrap_lines=True,
        )
        head = Window(FormattedTextControl(self._head), height=1)
        foot = Window(FormattedTextControl(self._foot), height=1)
        return Layout(HSplit([head, text, foot]), focused_element=text)

    def looked(self) -> None:
        """The width may have changed, or there is something to be said."""
        if self.seat.notices:
            self.paint()

    def key(self, typed: Typed, event: KeyPressEvent) -> None:
        """One key."""
        was_leaving, self._is_leaving, self._note = self._is_leaving, False, None
        if self._search is not None:
            self._searching(typed)
            return
        match typed:
            case Paste():
                self._edited.keep()
                self._note = self._edited.insert(_lines(typed.text))
            case Key.CLOSE:
                self._close(was_leaving=was_leaving)
            case Key():
                self._named(typed, event)
            case str():
                if not self._was_letter:
                    self._edited.keep()
                self._note = self._edited.insert(typed)
        self._was_letter = isinstance(typed, str) and not isinstance(typed, Key)

    def _named(self, key: Key, event: KeyPressEvent) -> None:
        match key:
            case Key.SAVE:
                self.leave(self._buffer.text)
            case Key.CANCEL | Key.ESCAPE | Key.END_OF_INPUT:
                self._note = words.AREA_STOP
            case Key.SEARCH:
                self._search = ""
            case Key.ENTER | Key.COMPLETE:
                self._edited.keep()
                self._note = self._edited.insert("\n" if key is Key.ENTER else "\t")
            case _ if key in edited.KEYS:
                self._note = self._edited.key(key, event)
            case _:
                self._line_moved(key)

    def _line_moved(self, key: Key) -> None:
        rows = max(self.seat.size()[1] - _ROWS_OF_FRAME, 1)
        match key:
            case Key.UP:
                self._buffer.cursor_up()
            case Key.DOWN:
                self._buffer.cursor_down()
            case Key.PAGE_UP:
                self._buffer.cursor_up(count=rows)
            case Key.PAGE_DOWN:
                self._buffer.cursor_down(count=rows)

    def _close(self, *, was_leaving: bool) -> None:
        if was_leaving or self._buffer.text == self._first:
            self.leave(None)
        else:
            self._is_leaving, self._note = True, words.AREA_LEAVE

    def _searching(self, typed: Typed) -> None:
        searched = self._search or ""
        match typed:
            case Key.ENTER | Key.SEARCH:
                self._search, self._pattern = None, searched or self._pattern
                self._find()
            case Key.ERASE:
                self._search = searched[:-1]
            case Key() | Paste():
                self._search = None
            case str():
                self._search = (searched + typed)[:SEARCH_LETTERS_MAX]

    def _find(self) -> None:
        """The next place of the pattern, from the beginning after the last one."""
        if not self._pattern:
            return
        text, at = self._buffer.text, self._buffer.cursor_position
        found = text.find(self._pattern, at + 1)
        if found < 0:
            found = text.find(self._pattern)
        if found < 0:
            self._note = words.NOT_FOUND
        else:
            self._buffer.cursor_position = found

    def _head(self) -> StyleAndTextTuples:
        columns = self.seat.size()[0]
        row = self._buffer.document.cursor_position_row + 1
        changed = "*" if self._buffer.text != self._first else " "
        return [("class:foot", pad(f"{changed}{harmless(self._title)}  {row}", columns))]

    def _foot(self) -> StyleAndTextTuples:
        columns, language = self.seat.size()[0], self.seat.language
        if self._search is not None:
            said = cut(say(words.AREA_FIND, language) + self._search, columns)
        elif self.seat.notices:
            said = cut(say(self.seat.notices[0], language), columns)
        elif self._note is not None:
            said = cut(say(self._note, language), columns)
        else:
            keys = [say(each, language) for each in words.AREA_KEYS]
            said = cut(next((each for each in keys if cut(each, columns) == each), keys[-1]), columns)
        return [("class:foot", pad(said, columns))]


def _lines(text: str) -> str:
    """Pasted text with its lines as the file has them, and what cannot be shown left out of it."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in plain if letter in "\n\t" or harmless(letter) == letter)
