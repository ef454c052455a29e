"""The brake of one session, as its person meets it: words on the terminal, the count in its title, and the registrar behind it.

Words go through one thread of their own, in order: a terminal that does not read delays nobody but them.
"""

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from gateway.authorization.request import Capability
from gateway.guards.verdict import Pause, Why
from gateway.listener.channel import ClientChannel
from gateway.listener.surroundings import Surroundings
from gateway.menu.cells import wrap
from gateway.relay.brake import Brake
from gateway.relay.ports import Count, Metering
from gateway.relay.screen import Screen
from gateway.relay.stops import LittleLeft, Stands, WentOn, Word
from gateway.sessions import texts
from gateway.sessions.admit import Admitted
from gateway.sessions.ending import FROZEN, Ender, ending_of
from gateway.sessions.ports import Registry
from gateway.sessions.standing import Course, Hold
from gateway.vocabulary.identity import Language
from gateway.vocabulary.outcome import Text

log = logging.getLogger(__name__)
BRAKED: Final = frozenset({Capability.SHELL, Capability.COMMANDS, Capability.EXEC})
Notify: TypeAlias = Callable[[Text, Text | None], None]
READ_SECONDS: Final = 5.0  # a warning that stands on a full-screen program's picture
TITLED: Final = (b"xterm", b"screen", b"tmux", b"rxvt", b"vte", b"putty", b"foot", b"alacritty", b"kitty", b"konsole")
"""Terminals that have a title and take it as OSC 2 (xterm ctlseqs); others might print it."""


@dataclass(frozen=True, slots=True)
class SessionRegister:
    """Fills relay.ports.Register for one session."""

    registry: Registry
    session: str

    def stopped(self, course: Course, why: Why, used: int = 0, limit: int = 0) -> Hold | None:
        """The session is `course` from now on."""
        return self.registry.stopped(self.session, course, why, used=used, limit=limit)

    def held(self) -> Hold | None:
        """Why the person is shown nothing at this door."""
        return self.registry.hold_of(self.session)


class Braking:
    """Makes the brake, and tells the person from `start` to `close`."""

    def __init__(
        self, client: ClientChannel, around: Surroundings, admitted: Admitted, ender: Ender, meter: Metering
    ) -> None:
        self._client, self._admitted, self._meter = client, admitted, meter
        self._words: queue.SimpleQueue[Callable[[Screen], None] | None] = queue.SimpleQueue()
        self._screen: Screen | None = None
        self._notify: Notify | None = None
        self._held: Text | None = None
        self._title: Count | None = None
        self._register = SessionRegister(around.admissions.registry, admitted.session)
        self.brake = Brake(
            meter=meter,
            register=self._register,
            has_left=lambda: client.channel.closed,
            tell=self._tell,
            count=self._counted,
            fail=lambda failure: ender.end(ending_of(failure, client_gone=client.channel.closed)),
            on_over=lambda: ender.end(FROZEN),
        )
        self._live = around.live

    @property
    def is_held(self) -> bool:
        """True where the person is frozen at this door before the session begins. Raises GatewayFault."""
        return self._register.held() is not None

    def start(self, screen: Screen, notify: Notify | None) -> None:
        """The person can be told something now: on `screen`, or by `notify` where somebody else paints. Raises GatewayFault."""
        self._screen, self._notify = screen, notify
        threading.Thread(target=self._speak, args=(screen,), name="brake words", daemon=True).start()
        self._live.watch(self._admitted.session, self.brake.look)  # before it is asked, or what comes between is missed
        self.brake.start()

    def close(self) -> None:
        """The session is over. Callable from any thread, and again."""
        self.brake.close()
        self._words.put(None)

    # -- words --------------------------------------------------------------------------------------------------------

    def _tell(self, word: Word) -> None:
        text = self._text(word)
        if self._notify is not None:
            self._at_the_gate(word, text)
            return
        match word:
            case WentOn():
                self._words.put(lambda screen: self._goes_on(screen, text))
            case LittleLeft():
                self._words.put(lambda screen: self._warns(screen, text or texts.WENT_ON))
            case _:
                self._words.put(lambda screen: self._says(screen, text or texts.WENT_ON))

    def _at_the_gate(self, word: Word, text: Text | None) -> None:
        """The gate paints itself; what it has not yet said of a stop that is over is not said any more."""
        if self._notify is None:
            return
        self._notify(text or texts.WENT_ON, self._held if isinstance(word, WentOn) else None)
        if isinstance(word, Stands | Pause):
            self._held = text

    def _text(self, word: Word) -> Text | None:
        match word:
            case Pause(why=why, so_far=so_far):
                return texts.paused(why, so_far)
            case Stands():
                return texts.frozen(word.why, word.used, word.limit, word.by, self._admitted.session)
            case LittleLeft(count=count):
                return texts.little_left(count.used, count.cap)
            case WentOn(after=after):
                return texts.RESUMED if after is Course.FROZEN else None

    def _says(self, screen: Screen, text: Text) -> None:
        if self._client.terminal is None:
            screen.say_error(f"{text.both()}\n")
        elif screen.on_screen:
            screen.paint(banner(text, self._client.columns))
        else:
            screen.say(f"\a\n{paragraph(text, self._client.columns)}")

    def _goes_on(self, screen: Screen, text: Text | None) -> None:
        if screen.on_screen:
            screen.redraw()
        elif text is not None:
            self._says(screen, text)

    def _warns(self, screen: Screen, text: Text) -> None:
        self._says(screen, text)
        if screen.on_screen:
            wiped = threading.Timer(READ_SECONDS, lambda: self._words.put(lambda shown: shown.redraw()))
            wiped.daemon = True
            wiped.start()

    # -- the count ----------------------------------------------------------------------------------------------------

    def _counted(self, count: Count) -> None:
        terminal = self._client.terminal
        if self._notify is None and terminal is not None and terminal.term.startswith(TITLED):
            self._title = count
            self._words.put(lambda screen: self._titles(screen, count))

    def _titles(self, screen: Screen, count: Count) -> None:
        if count is self._title:  # or a newer one waits behind it
            text = texts.counted(count.used, count.cap)
            said = text.ja if self._admitted.language is Language.JAPANESE else text.en
            screen.title(said)

    def _speak(self, screen: Screen) -> None:
        for say in iter(self._words.get, None):
            try:
                say(screen)
            except Exception:  # whatever ends the session is heard elsewhere
                log.debug("not told", exc_info=True)


def paragraph(text: Text, columns: int) -> str:
    """The words in both languages, in lines that such a terminal breaks nowhere, each with its end. 0 columns: unknown."""
    return "".join(f"{row}\n" for row in _rows(text, columns))


def _rows(text: Text, columns: int) -> list[str]:
    """Never the last column: what stands there makes some terminals begin a line by themselves."""
    cells = max(columns or 80, 20) - 1
    return [row for words in (text.ja, text.en) for row in wrap(words, cells)]


def banner(text: Text, columns: int) -> bytes:
    """The words over the first rows of a full-screen program's picture; cursor and colours stay as they were (DECSC, DECRC)."""
    rows = _rows(text, columns)
    painted = "".join(f"\x1b[{at};1H\x1b[0;7m\x1b[2K{row}" for at, row in enumerate(rows, 1))
    return f"\a\x1b7\x1b[?6l\x1b(B{painted}\x1b[0m\x1b8".encode()
