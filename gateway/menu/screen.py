"""The menu on a terminal's whole screen: a prompt_toolkit application between `browsing` and `view`, over a channel's bytes.

It has no terminal, file, signal or environment of the server's: size and TERM are what the client said. Whatever fails in any
callback ends it (asyncio alone would log and go on).
"""

import asyncio
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, TextIO, cast

from prompt_toolkit.application import Application, create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, Layout, Window
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.styles import Style

from gateway.menu import view, words
from gateway.menu.browsing import Browsing, Left, begun, pressed, refreshed
from gateway.menu.cells import harmless
from gateway.menu.choices import Choice, Menu
from gateway.menu.events import Leaving
from gateway.menu.keys import Key
from gateway.menu.painting import Painter, Paper
from gateway.menu.ports import Client
from gateway.menu.speaker import Speaker
from gateway.menu.terminals import Drawing
from gateway.menu.typing_input import NAMED, TypingInput, key_of
from gateway.vocabulary.clock import Clock

LOOK_SECONDS: Final = 1.0  # between looks at the clock
ESCAPE_SECONDS: Final = 0.1  # after which an ESC stands alone
LAST_PICTURE_SECONDS: Final = 5.0
_DEPTHS: Final = {Drawing.IN_COLOUR: ColorDepth.DEPTH_4_BIT, Drawing.WITHOUT_COLOUR: ColorDepth.DEPTH_1_BIT}


class Screen:
    """One showing. `run` it once; `resized` and `end` may come from any thread, before it runs as well."""

    def __init__(
        self,
        client: Client,
        *,
        drawing: Drawing,
        look: Callable[[], Menu],
        clock: Clock,
        idle_seconds: float,
    ) -> None:
        """`look` gives the menu as of now; it is asked at the start and whenever the minute has changed."""
        self._client, self._drawing, self._look = client, drawing, look
        self._clock, self._idle_seconds = clock, idle_seconds
        self._state = begun(look())
        self._touched = clock.monotonic()
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended: Leaving | None = None
        self._app: Painter[Choice | Leaving] | None = None
        self._is_stale = False  # what the terminal shows is not what was painted
        self._speaker = Speaker(client.channel.sendall, on_quiet=self._quiet, on_gone=lambda: self.end(Leaving.GONE))

    def run(self) -> Choice | Leaving:
        """Until something is chosen or the menu is left; the terminal is as it was before. Raises what failed."""
        try:
            outcome = asyncio.run(self._run())
            if isinstance(outcome, Choice):
                text = words.connecting(outcome.target, outcome.account)
                self._speaker.say(f"{harmless(words.say(text, self._state.language))}\r\n".encode())
        except EOFError:
            outcome = Leaving.GONE
        finally:
            said = self._speaker.finish(0.0 if self._client.channel.closed else LAST_PICTURE_SECONDS)
        return outcome if said else Leaving.GONE

    def resized(self) -> None:
        """The client's terminal may have another size now."""
        self._soon(self._repaint)

    def end(self, why: Leaving) -> None:
        """Leave; returns at once."""
        with self._lock:
            self._ended = self._ended or why
        self._soon(self._check)

    # -- on the loop's thread -----------------------------------------------------------------------------------------

    async def _run(self) -> Choice | Leaving:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._failed)
        typing, output = TypingInput(self._client.channel), self._output()
        with create_app_session(input=typing, output=output):
            self._app = self._application(typing, output)
            with self._lock:
                self._loop = loop
            looking = loop.create_task(self._keep_looking())
            looking.add_done_callback(self._looked)
            try:
                return await self._app.run_async(
                    pre_run=self._check_soon, set_exception_handler=False, handle_sigint=False
                )
            finally:
                with self._lock:
                    self._loop = None
                looking.cancel()

    def _output(self) -> Vt100_Output:
        return Vt100_Output(
            cast(TextIO, Paper(self._speaker.say)), self._size, term="xterm", enable_bell=False, enable_cpr=False
        )

    def _application(self, typing: TypingInput, output: Vt100_Output) -> "Painter[Choice | Leaving]":
        content = Window(FormattedTextControl(self._fragments), always_hide_cursor=True)
        app: Painter[Choice | Leaving] = Painter(
            is_busy=lambda: self._speaker.busy,
            layout=Layout(content),
            key_bindings=self._bindings(),
            style=Style(list(view.STYLES.items())),
            include_default_pygments_style=False,
            enable_page_navigation_bindings=False,
            full_screen=True,
            color_depth=_DEPTHS[self._drawing],
            terminal_size_polling_interval=None,
            before_render=self._clear_if_stale,
            input=typing,
            output=output,
        )
        app.ttimeoutlen = ESCAPE_SECONDS
        return app

    def _bindings(self) -> KeyBindings:
        bindings = KeyBindings()
        for name in NAMED.values():
            bindings.add(name, eager=True)(self._key)
        bindings.add(Keys.Any)(self._key)
        return bindings

    def _size(self) -> Size:
        terminal = self._client.terminal
        columns, rows = (terminal.columns, terminal.rows) if terminal is not None else (0, 0)
        # 0 x 0 is what a client says that does not know (RFC 4254 section 6.2)
        return Size(rows=min(rows or 24, view.ROWS_MAX), columns=min(columns or 80, view.COLUMNS_MAX))

    def _fragments(self) -> StyleAndTextTuples:
        size = self._size()
        drawn = view.lines(self._state, size.columns, size.rows)
        last = len(drawn) - 1
        return [(f"class:{style}", text + ("" if at == last else "\n")) for at, (style, text) in enumerate(drawn)]

    def _key(self, event: KeyPressEvent) -> None:
        self._touched = self._clock.monotonic()
        key = key_of(event.key_sequence[-1])
        if key is Key.REDRAW:
            self._is_stale = True
        match pressed(self._state, key):
            case Browsing() as state:
                self._state = state
            case Choice() as choice:
                self._leave(choice)
            case Left():
                self._leave(Leaving.LEFT)

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if self._clock.monotonic() - self._touched >= self._idle_seconds:
                self._leave(Leaving.IDLE)
            elif _minute(self._clock.now()) != _minute(self._state.menu.at):
                menu = await asyncio.to_thread(self._look)  # keys are answered meanwhile
                self._state = refreshed(self._state, menu)
                self._paint()

    def _looked(self, looking: "asyncio.Task[None]") -> None:
        if not looking.cancelled() and (failure := looking.exception()) is not None:
            self._fail(failure)

    def _paint(self) -> None:
        if self._app is not None:
            self._app.invalidate()

    def _repaint(self) -> None:
        self._is_stale = True
        self._paint()

    def _clear_if_stale(self, app: Application[Choice | Leaving]) -> None:
        """Just before painting, which waits for the client: a storm of sizes comes to one clearing."""
        if self._is_stale:
            self._is_stale = False
            app.renderer.clear()

    def _check_soon(self) -> None:
        asyncio.get_running_loop().call_soon(self._check)

    def _check(self) -> None:
        with self._lock:
            ended = self._ended
        if ended is not None:
            self._leave(ended)

    def _leave(self, outcome: Choice | Leaving) -> None:
        if self._app is not None and self._app.is_running and not self._app.is_done:
            self._app.exit(result=outcome)

    def _failed(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self._fail(context.get("exception") or RuntimeError(context["message"]))

    def _fail(self, failure: BaseException) -> None:
        if self._app is not None and self._app.is_running and not self._app.is_done:
            self._app.exit(exception=failure)

    # -- from other threads -------------------------------------------------------------------------------------------

    def _quiet(self) -> None:
        self._soon(lambda: None if self._app is None else self._app.catch_up())

    def _soon(self, act: Callable[[], None]) -> None:
        with self._lock:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(act)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
