"""One prompt_toolkit application at the person's end: it reads the typist's keys and paints no faster than its client reads.

It has no terminal, file, signal or environment of the server's, asks the terminal nothing (no cursor position reports) and runs
no program: the only keys there are are those of `keys`, and each is bound here, before prompt_toolkit's own bindings. Whatever
fails in a callback ends it (asyncio alone would log and go on).
"""

import asyncio
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Final, Generic, TextIO, TypeVar, cast

from prompt_toolkit.application import Application, create_app_session
from prompt_toolkit.clipboard import Clipboard
from prompt_toolkit.data_structures import Size
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import Layout
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.styles import Style

from gateway.commands.key_input import NAMED, key_of
from gateway.commands.keys import Key, Typed
from gateway.commands.seat import Seat
from gateway.menu.painting import Painter, Paper
from gateway.menu.speaker import Speaker
from gateway.menu.terminals import Drawing

WAIT_SECONDS: Final = 24 * 3600.0  # for a client to take what was painted; whoever ends the session closes its channel
STYLES: Final = (
    ("state", "ansicyan"),
    ("soon", "ansiyellow bold"),
    ("foot", "reverse"),
    ("found", "reverse"),
    ("note", "ansiyellow"),
    ("added", "ansigreen"),
    ("removed", "ansired"),
)
_DEPTHS: Final = {
    Drawing.IN_COLOUR: ColorDepth.DEPTH_4_BIT,
    Drawing.WITHOUT_COLOUR: ColorDepth.DEPTH_1_BIT,
    Drawing.LINES: ColorDepth.DEPTH_1_BIT,
}
Result = TypeVar("Result")


class SessionOver(Exception):
    """The session ends while something is shown; why is known to whoever ended it."""


class Showing(ABC, Generic[Result]):
    """Made by its subclass, `run` once; `resized`, `look` and `end` may come from any thread."""

    full_screen = False
    look_seconds = 1.0

    def __init__(self, seat: Seat, clipboard: Clipboard | None = None) -> None:
        self.seat = seat
        self._clipboard = clipboard
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_ended = self._is_stale = False
        self._app: Painter[Result] | None = None
        self._speaker = Speaker(seat.paint, on_quiet=self._quiet, on_gone=self.end)

    # -- of the subclass ----------------------------------------------------------------------------------------------

    @abstractmethod
    def layout(self) -> Layout:
        """What is drawn."""

    @abstractmethod
    def key(self, typed: Typed, event: KeyPressEvent) -> None:
        """What was typed; `event` for prompt_toolkit's own commands."""

    def looked(self) -> None:  # for a picture that does not change by itself, nothing
        """On the loop, each `look_seconds`, after `look` and after a resize."""

    # -- from anywhere ------------------------------------------------------------------------------------------------

    def run(self) -> Result:
        """Until it is left. Raises SessionOver, EOFError where nothing more can be typed, and what failed."""
        try:
            return asyncio.run(self._run())
        finally:
            self._speaker.finish(WAIT_SECONDS)

    def resized(self) -> None:
        """The client's terminal has another size."""
        self.soon(self._restart_painting)

    def look(self) -> None:
        """Something to be shown has changed."""
        self.soon(self._look)

    def end(self) -> None:
        """The session ends; returns at once."""
        with self._lock:
            self._is_ended = True
        self.soon(self._check)

    # -- on the loop's thread -----------------------------------------------------------------------------------------

    def leave(self, result: Result) -> None:
        """It is over, with this result."""
        if self._is_up():
            self.app.exit(result=result)

    def paint(self) -> None:
        """Paint soon."""
        if self._app is not None:
            self._app.invalidate()

    def print_above(self, text: str) -> None:
        """Lines that stay, above what is being shown; not for full screens."""
        self.app.renderer.erase(leave_alternate_screen=False)
        self._speaker.say(text.replace("\n", "\r\n").encode("utf-8", errors="replace"))
        self.paint()

    @property
    def app(self) -> "Painter[Result]":
        """The application while it runs."""
        if self._app is None:
            raise RuntimeError("nothing is shown")
        return self._app

    async def _run(self) -> Result:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._failed)
        output = self._output()
        with create_app_session(input=self.seat.keys, output=output):
            self._app = self._application(output)
            with self._lock:
                self._loop = loop
            looking = loop.create_task(self._keep_looking())
            looking.add_done_callback(self._stopped_looking)
            try:
                return await self._app.run_async(
                    pre_run=self._check_soon,
                    set_exception_handler=False,
                    handle_sigint=False,
                )
            finally:
                with self._lock:
                    self._loop = None
                looking.cancel()

    def _output(self) -> Vt100_Output:
        paper = cast(TextIO, Paper(self._speaker.say))
        return Vt100_Output(paper, self._size, term="xterm", enable_bell=False, enable_cpr=False)

    def _size(self) -> Size:
        columns, rows = self.seat.size()
        return Size(rows=rows, columns=columns)

    def _application(self, output: Vt100_Output) -> "Painter[Result]":
        bindings = KeyBindings()
        for name in (*NAMED.values(), Keys.BracketedPaste, Keys.Any):
            bindings.add(name, eager=True)(self._key)  # eager: no binding of prompt_toolkit's own is ever reached
        return Painter(
            is_busy=lambda: self._speaker.busy,
            layout=self.layout(),
            key_bindings=bindings,
            style=Style(list(STYLES)),
            include_default_pygments_style=False,
            enable_page_navigation_bindings=False,
            clipboard=self._clipboard,
            full_screen=self.full_screen,
            color_depth=_DEPTHS[self.seat.drawing],
            terminal_size_polling_interval=None,
            before_render=self._begin_afresh,
            input=self.seat.keys,
            output=output,
        )

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(self.look_seconds)
            self._look()

    def _stopped_looking(self, looking: "asyncio.Task[None]") -> None:
        if not looking.cancelled() and (failure := looking.exception()) is not None:
            self._fail(failure)

    def _look(self) -> None:
        if self._is_up():
            self.looked()

    def _restart_painting(self) -> None:
        self._is_stale = True
        self.looked()
        self.paint()

    def _key(self, event: KeyPressEvent) -> None:
        typed = key_of(event.key_sequence[-1])
        if typed is Key.REDRAW:
            self._is_stale = True
            self.paint()
        else:
            self.key(typed, event)

    def _begin_afresh(self, app: Application[Result]) -> None:
        """Just before painting, which waits for the client: a storm of sizes comes to one new beginning."""
        if self._is_stale:
            self._is_stale = False
            if self.full_screen:
                app.renderer.clear()
            else:
                app.renderer.erase(leave_alternate_screen=False)

    def _check_soon(self) -> None:
        asyncio.get_running_loop().call_soon(self._check)

    def _check(self) -> None:
        with self._lock:
            is_ended = self._is_ended
        if is_ended:
            self._fail(SessionOver())

    def _is_up(self) -> bool:
        return self._app is not None and self._app.is_running and not self._app.is_done

    def _failed(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self._fail(context.get("exception") or RuntimeError(context["message"]))

    def _fail(self, failure: BaseException) -> None:
        if self._is_up():
            self.app.exit(exception=failure)

    def _quiet(self) -> None:
        self.soon(lambda: None if self._app is None else self._app.catch_up())

    def soon(self, act: Callable[[], None]) -> None:
        """Do it on the loop's thread, while there is one."""
        with self._lock:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(act)
