"""The pager on the person's whole screen: `reading` and `view` over a command's lines, while they come."""

from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyPressEvent
from prompt_toolkit.layout import FormattedTextControl, Layout, Window

from gateway.commands.keys import Typed
from gateway.commands.paging import view
from gateway.commands.paging.reading import Goal, Left, Reading, came, pressed, resized
from gateway.commands.seat import Seat
from gateway.commands.showing import Showing
from gateway.commands.source import Source
from gateway.vocabulary.outcome import Text


class Pager(Showing[None]):
    """Left with `q`; it looks for more lines by itself."""

    full_screen = True
    look_seconds = 0.1

    def __init__(self, seat: Seat, source: Source) -> None:
        super().__init__(seat)
        self._source, self._kept = source, source.kept
        self._state = Reading(columns=2, rows=1)
        self._seen = (-1, False)
        self._laid_out = (0, 0)  # that the state was fitted to, which keeps to its own least size

    def layout(self) -> Layout:
        """One window."""
        self._fit()
        return Layout(Window(FormattedTextControl(self._fragments), always_hide_cursor=True))

    def looked(self) -> None:
        """The size, or more lines."""
        self._source.idle()
        changed = self._fit()
        seen = (self._kept.count, self._kept.ended)
        if seen != self._seen:
            self._seen, changed = seen, True
            self._to(came(self._state, self._kept))
        if changed or self._notice() is not None:
            self.paint()

    def key(self, typed: Typed, event: KeyPressEvent) -> None:
        """It goes to `reading`."""
        del event
        match pressed(self._state, typed, self._kept):
            case Left():
                self.leave(None)
            case Reading() as state:
                self._to(state)
                self.paint()

    def _to(self, state: Reading) -> None:
        self._state = state
        self._kept.want_all(wants=state.goal is not Goal.NONE)
        self._kept.read_to(state.line)

    def _fit(self) -> bool:
        columns, rows = size = self.seat.size()
        if size == self._laid_out:
            return False
        self._laid_out = size
        self._state = resized(self._state, columns, rows - view.FOOT_ROWS, self._kept)
        return True

    def _fragments(self) -> StyleAndTextTuples:
        return view.fragments(self._state, self._kept, self._notice(), self.seat.language)

    def _notice(self) -> Text | None:
        """What is to be said, at the foot; it is said again once the pager is left."""
        return self.seat.notices[0] if self.seat.notices else None
