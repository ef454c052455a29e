"""The prompt: one line, edited with emacs keys, with this session's history and completion; the line above it keeps the time.

Invariants: a line has at most LINE_LETTERS_MAX letters, all of them shown; nothing runs but what Enter was typed for, and of
lines that came faster than anybody types only the first is taken, and waits for an Enter of its own.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.clipboard import Clipboard
from prompt_toolkit.completion import CompleteEvent, Completer, Completion, ThreadedCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyPressEvent
from prompt_toolkit.layout import (
    BufferControl,
    CompletionsMenu,
    ConditionalContainer,
    Dimension,
    Float,
    FloatContainer,
    FormattedTextControl,
    HSplit,
    Layout,
    Window,
)

from gateway.commands import edited, words
from gateway.commands.edited import Edited
from gateway.commands.keys import Key, Paste, Typed
from gateway.commands.line import EMPTY, LINE_LETTERS_MAX, Filled, pasted
from gateway.commands.seat import Seat
from gateway.commands.showing import Showing
from gateway.menu.words import say
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import Text

UNDONE_MAX: Final = 100
MENU_ROWS: Final = 8
AT_ONCE_SECONDS: Final = (
    0.015  # what comes so soon after the line before came with it: nobody saw the prompt in between
)
PAUSE_SECONDS: Final = 0.5  # between an Enter that was not taken and one that is


class Prompt(Showing[str | None]):
    """Gives the line, or None where the person leaves (Ctrl-D on an empty line)."""

    def __init__(
        self,
        seat: Seat,
        *,
        state: Callable[[], tuple[str, str]],
        history: Sequence[str],
        completer: Completer,
        clipboard: Clipboard,
        clock: Clock,
        filled: Filled = EMPTY,
        prefix: str = words.PROMPT,
        letters_max: int = LINE_LETTERS_MAX,
    ) -> None:
        """`state` gives style and text of the line above; `filled` is what the line begins with."""
        super().__init__(seat, clipboard)
        self._state, self._history, self._clock = state, history, clock
        self._line_prefix, self._letters_max = prefix, letters_max
        self._buffer = Buffer(
            completer=ThreadedCompleter(_Asked(completer, self._none)),
            history=InMemoryHistory(list(history)),
            multiline=False,
            document=Document(filled.text),
        )
        self._edited = Edited(self._buffer, letters_max=letters_max, undone_max=UNDONE_MAX, full=words.TOO_LONG)
        self._note = filled.note
        self._said = state()
        self._search: str | None = None
        self._began = clock.monotonic()
        self._typed_before = seat.typist.typed_at
        self._is_ahead = bool(filled.text)
        self._enter_at: float | None = None

    def layout(self) -> Layout:
        """State, line, and a note where there is one; candidates float over what is below."""
        line = Window(
            BufferControl(self._buffer),
            height=self._height,
            wrap_lines=True,
            dont_extend_height=True,
            get_line_prefix=lambda number, wrap: self._prefix() if number == wrap == 0 else "",
        )
        note = Window(FormattedTextControl(self._noted), wrap_lines=True, dont_extend_height=True)
        body = HSplit(
            [
                Window(FormattedTextControl(lambda: [self._said]), wrap_lines=True, dont_extend_height=True),
                line,
                ConditionalContainer(note, Condition(lambda: self._note is not None and not self.app.is_done)),
            ]
        )
        menu = Float(xcursor=True, ycursor=True, content=CompletionsMenu(max_height=MENU_ROWS, scroll_offset=1))
        return Layout(FloatContainer(body, [menu]), focused_element=line)

    def looked(self) -> None:
        """The minute has changed, the width has, or there is something to say."""
        self._say_notices()
        if (said := self._state()) != self._said:
            self._said = said
            self.paint()

    def key(self, typed: Typed, event: KeyPressEvent) -> None:
        """One key."""
        self._is_ahead = self._is_ahead or (not self._buffer.text and self._came_at_once())
        self._note = None
        if self._search is not None and self._searching(typed):
            return
        match typed:
            case Paste():
                self._paste(typed)
            case Key():
                self._named(typed, event)
            case str():
                self._insert(typed)

    def _came_at_once(self) -> bool:
        """True for a key that was typed before the prompt was there, or with what was."""
        before, now = self._typed_before, self.seat.typist.typed_at
        return before is not None and now is not None and now - before < AT_ONCE_SECONDS

    # -- what keys do -------------------------------------------------------------------------------------------------

    def _named(self, key: Key, event: KeyPressEvent) -> None:
        match key:
            case Key.ENTER:
                self._enter()
            case Key.CANCEL:
                self._buffer.reset()
                self._is_ahead, self._typed_before = False, None
            case Key.END_OF_INPUT if not self._buffer.text:
                self.leave(None)
            case Key.SEARCH:
                self._search = ""
            case Key.LAST_WORD:
                self._insert((self._history[-1].split() or [""])[-1] if self._history else "")
            case _ if key in edited.KEYS:
                self._note = self._edited.key(key, event)
            case _:
                self._complete(key)

    def _complete(self, key: Key) -> None:
        """The candidates, or the history where there are none."""
        buffer = self._buffer
        match key, buffer.complete_state:
            case Key.COMPLETE, None:
                self._edited.keep()
                buffer.start_completion(insert_common_part=True)
            case ((Key.COMPLETE | Key.DOWN), _) if buffer.complete_state is not None:
                buffer.complete_next()
            case ((Key.COMPLETE_BACK | Key.UP), _) if buffer.complete_state is not None:
                buffer.complete_previous()
            case ((Key.ESCAPE | Key.ABORT), _) if buffer.complete_state is not None:
                buffer.cancel_completion()
            case Key.UP, None:
                buffer.history_backward()
            case Key.DOWN, None:
                buffer.history_forward()

    def _none(self) -> None:
        """There are no candidates; said by the completer's thread."""
        self.soon(lambda: self._say(words.NO_CANDIDATES))

    def _say(self, note: Text) -> None:
        self._note = note
        self.paint()

    def _enter(self) -> None:
        buffer, now = self._buffer, self._clock.monotonic()
        if not buffer.text:
            self.seat.typist.skip(Key.ENTER)
        if buffer.complete_state is not None and buffer.complete_state.current_completion is not None:
            buffer.complete_state = None  # the candidate is taken; the line is not run yet
            return
        if self._is_ahead and buffer.text:
            before, self._enter_at = self._enter_at, now
            if now - (self._began if before is None else before) < PAUSE_SECONDS:
                self._note = words.AHEAD
                return
        buffer.complete_state = None
        self.leave(buffer.text)

    def _insert(self, text: str) -> None:
        if len(text) != 1 or text == " ":
            self._edited.keep()
        self._note = self._edited.insert(text) or self._note

    def _paste(self, paste: Paste) -> None:
        filled = pasted(paste, self._letters_max - len(self._buffer.text))
        self._insert(filled.text)
        self._note = filled.note or self._note

    # -- the search through history -----------------------------------------------------------------------------------

    def _searching(self, typed: Typed) -> bool:
        """True where the key belonged to the search."""
        searched = self._search or ""
        match typed:
            case Key.SEARCH:
                self._find(searched, older=True)
            case Key.ERASE:
                self._find(searched[:-1], older=False)
            case Key.ESCAPE | Key.ABORT | Key.CANCEL:
                self._search = None
            case Key():
                self._search = None
                return typed is Key.ENTER  # what was found is looked at first
            case str():
                self._find((searched + typed)[: self._letters_max], older=False)
        return True

    def _find(self, searched: str, *, older: bool) -> None:
        """The newest line of history with `searched`; the one before the shown one where `older`."""
        self._search = searched
        lines = list(dict.fromkeys(reversed(self._history)))
        if older and self._buffer.text in lines:
            lines = lines[lines.index(self._buffer.text) + 1 :]
        found = next((line for line in lines if searched in line), None)
        if found is None:
            self._note = words.NO_HISTORY
        elif searched:
            self._buffer.set_document(Document(found))

    # -- the picture --------------------------------------------------------------------------------------------------

    def _prefix(self) -> str:
        if self._search is None:
            return self._line_prefix
        return f"({say(words.SEARCH, self.seat.language)} '{self._search[-20:]}') "

    def _height(self) -> Dimension:
        """Room for candidates while there are some."""
        return Dimension(min=MENU_ROWS if self._buffer.complete_state is not None and not self.app.is_done else 1)

    def _noted(self) -> StyleAndTextTuples:
        return [] if self._note is None else [("class:note", say(self._note, self.seat.language))]

    def _say_notices(self) -> None:
        while self.seat.notices:
            self.print_above("\a" + self.seat.wrapped(self.seat.notices.popleft().both()))


class _Asked(Completer):
    """A completer that tells when it has nothing."""

    def __init__(self, completer: Completer, on_none: Callable[[], None]) -> None:
        self._completer, self._on_none = completer, on_none

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        found = False
        for completion in self._completer.get_completions(document, complete_event):
            found = True
            yield completion
        if not found:
            self._on_none()
