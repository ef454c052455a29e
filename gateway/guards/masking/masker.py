"""The guard that masks: nothing personal goes on to a terminal in clear, in text from left to right or on a whole screen.

Text goes on as it comes, its values as stars (`stream`). From a sequence on that moves the cursor a screen is kept, masked, and
its differences are painted (`guards.emulator`), until the cursor stands on an empty line with nothing below it again.

Between two calls of `idle`, `paint`, `typed`, `resize` or `said` the same bytes for every split. Memory: WATCHED_MAX characters,
a held run, and the kept screen.
"""

import codecs
from collections import deque
from collections.abc import Callable
from typing import Final

from gateway.guards.detect import Detector
from gateway.guards.emulator import MaskedScreen, Place, bounded
from gateway.guards.emulator.detected import Detected
from gateway.guards.masking.pictures import Pictures
from gateway.guards.masking.reading import Controls
from gateway.guards.masking.sequences import LEAVING, LEAVING_OR_LINE_END
from gateway.guards.masking.stream import Shown, Stream, whole
from gateway.guards.observing import Observer, Unobserved
from gateway.guards.stage import Passed

WATCHED_MAX: Final = 64 * 1024  # characters shown that the kept screen has not yet heard of
_COLUMNS, _ROWS = 80, 24  # of a terminal that tells no size


class Masker:
    """A stage between `guards.terminal` and a person. Used by one thread at a time, but for `typed` and `resize`: by any."""

    def __init__(
        self,
        observer: Observer | None = None,
        *,
        columns: int = _COLUMNS,
        rows: int = _ROWS,
        controls: Controls = Controls.OBEYED,
    ) -> None:
        """`controls`: SPELLED where what passes is shown as lines of text, whatever it holds."""
        observer = Unobserved() if observer is None else observer
        detector = Detector()
        self._stream = Stream(detector, observer, controls)
        detected = Detected(detector)
        self._screen = MaskedScreen(*size_of(columns, rows), detected, Pictures(observer, detected), Place.BELOW)
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._keys = codecs.getincrementaldecoder("utf-8")(errors="ignore")
        self._tail = ""  # of a sequence that is not whole, while the screen is kept
        self._watched: list[str] = []
        self._watched_characters = 0
        self._told: deque[Callable[[], None]] = deque()

    @property
    def holds(self) -> bool:
        """True while something is held back that a pause lets go."""
        return self._screen.holds if self._screen.is_taken else self._stream.holds

    @property
    def on_screen(self) -> bool:
        """True while a screen is kept and painted."""
        return self._screen.is_taken

    def typed(self, data: bytes) -> None:
        """What the person typed, before the target hears it: its echo is never held."""
        self._told.append(lambda: self._hear_typed(data))

    def resize(self, columns: int, rows: int) -> None:
        """The person's window has another size; the target must be told `size_of` it."""
        self._told.append(lambda: self._hear_size(*size_of(columns, rows)))

    def said(self, data: bytes) -> bytes:
        """These bytes of the gateway's own go to the terminal: what is to be sent, with what was held back before them."""
        if self._screen.is_taken:
            self._screen.painted_over()
            return data
        held = self.idle().data
        words = data.decode(errors="replace")
        return held + self._watch(Shown(words, words))

    def feed(self, chunk: bytes) -> Passed:
        """What may be shown now."""
        self._hear()
        return Passed(self._shown(self._decoder.decode(chunk)))

    def idle(self) -> Passed:
        """Nothing came for a while: all that is held."""
        self._hear()
        if self._screen.is_taken:
            return Passed(self._screen.idle() if self._screen.holds else b"")
        return Passed(self._watch(self._stream.idle()) if self._stream.holds else b"")

    def paint(self) -> Passed:
        """Of a screen while the stream never pauses: a picture now."""
        self._hear()
        return Passed(self._screen.paint() if self._screen.is_taken and self._screen.holds else b"")

    def close(self) -> Passed:
        """The stream ended."""
        self._hear()
        last = self._shown(self._decoder.decode(b"", final=True))
        self._decoder.reset()
        if self._screen.is_taken:
            return Passed(last + (self._screen.idle() if self._screen.holds else b""))
        return Passed(last + self._watch(self._stream.close()))

    def repaint(self) -> bytes:
        """Something went to the terminal past this: the whole of a kept screen, or nothing where none is kept."""
        self._hear()
        if self._screen.is_taken:
            return self._screen.repaint()
        self._let_watch()
        self._screen.lose()
        return b""

    def _shown(self, text: str) -> bytes:
        shown, rest = b"", text
        while rest:
            if self._screen.is_taken:
                painted, rest = self._painted(rest)
                shown += painted
                continue
            flow = self._stream.feed(rest)
            shown += self._watch(flow.shown)
            if flow.rest is None:
                break
            self._let_watch()
            shown, rest = shown + self._screen.take(), flow.rest
        return shown

    def _painted(self, text: str) -> tuple[bytes, str]:
        """What the kept screen shows of it; and the rest, where it is kept no more."""
        text, painted, at = self._tail + text, b"", 0
        end = whole(text)
        text, self._tail = text[:end], text[end:]
        while at < end:
            stops = LEAVING if self._screen.on_alternate else LEAVING_OR_LINE_END
            stop = stops.search(text, at)
            until = end if stop is None else stop.end()
            painted += self._screen.feed(text[at:until])
            at = until
            if stop is not None and self._screen.may_give:
                rest, self._tail = text[at:] + self._tail, ""
                self._stream.begin()
                return painted + self._screen.give(), rest
        return painted, ""

    def _watch(self, shown: Shown) -> bytes:
        if shown.marked:
            self._watched.append(shown.marked)
            self._watched_characters += len(shown.marked)
            if self._watched_characters > WATCHED_MAX:
                self._watched = [self._screen.skip("".join(self._watched))]
                self._watched_characters = len(self._watched[0])
        return shown.masked.encode()

    def _let_watch(self) -> None:
        if self._watched:
            self._screen.watch("".join(self._watched))
            self._watched.clear()
            self._watched_characters = 0

    def _hear(self) -> None:
        """What others told meanwhile, in their order."""
        while self._told:
            self._told.popleft()()

    def _hear_typed(self, data: bytes) -> None:
        text = self._keys.decode(data)
        self._stream.typed(text)
        self._screen.typed(text)

    def _hear_size(self, columns: int, rows: int) -> None:
        if not self._screen.is_taken:
            self._let_watch()
        self._screen.resize(columns, rows)


def size_of(columns: int, rows: int) -> tuple[int, int]:
    """The size that is kept, and that the target must be told; one that no terminal can have is taken for 80 x 24."""
    return bounded(columns if columns > 1 else _COLUMNS, rows if rows > 1 else _ROWS)
