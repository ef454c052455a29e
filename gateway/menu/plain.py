"""The menu as a numbered list and one line of answer: for dumb terminals, screen readers and scripts.

Invariants: an answer has at most ANSWER_LETTERS_MAX letters, WRONG_MAX wrong ones or ANSWERS_MAX of any kind end it, and bytes
are read one at a time, so that what a script says after its answer stays in the channel for the target.
"""

import select
import socket
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from gateway.menu import words
from gateway.menu.choices import Choice, Menu
from gateway.menu.events import Leaving
from gateway.menu.keys import Key, key_reader
from gateway.menu.listing import numbered
from gateway.menu.ports import Client
from gateway.menu.speaker import Speaker
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.identity import Language

ANSWER_LETTERS_MAX: Final = 64
WRONG_MAX: Final = 3
ANSWERS_MAX: Final = 12  # with those that only asked for help or the other language
LAST_LINES_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class _Answer:
    text: str


class Plain:
    """One showing. `run` it once; `end` may come from any thread."""

    def __init__(self, client: Client, *, menu: Menu, clock: Clock, idle_seconds: float) -> None:
        self._client, self._menu, self._language = client, menu, menu.language
        self._clock, self._idle_seconds = clock, idle_seconds
        on_terminal = client.terminal is not None
        self._line_end = "\r\n" if on_terminal else "\n"
        self._echoes = on_terminal  # a client with a terminal leaves the echo to us (RFC 4254 section 8)
        send = client.channel.sendall if on_terminal else client.channel.sendall_stderr
        self._keys = key_reader()
        self._waking, self._woken = socket.socketpair()
        self._ended: Leaving | None = None
        self._speaker = Speaker(send, on_quiet=lambda: None, on_gone=lambda: self.end(Leaving.GONE))

    def run(self) -> Choice | Leaving:
        """Until a number is given or the menu is left."""
        try:
            outcome = self._ask()
            if isinstance(outcome, Choice):
                self._say([words.say(words.connecting(outcome.target, outcome.account), self._language)])
        finally:
            said = self._speaker.finish(0.0 if self._client.channel.closed else LAST_LINES_SECONDS)
            self._waking.close()
            self._woken.close()
        return outcome if said else Leaving.GONE

    def end(self, why: Leaving) -> None:
        """Leave; returns at once."""
        self._ended = self._ended or why
        with suppress(OSError):  # it is over already
            self._waking.send(b".")

    def _ask(self) -> Choice | Leaving:
        self._say(numbered(self._menu, self._language))
        if not self._menu.choices:
            return Leaving.NOTHING
        wrong = 0
        for _ in range(ANSWERS_MAX):
            self._say_on(words.say(words.NUMBER, self._language) + ": ")
            match self._answered():
                case Leaving() as left:
                    self._say([""])  # what comes next begins a line of its own
                    return left
                case _Answer(text=text) if self._helped(plainly(text)):
                    continue
                case _Answer(text=text):
                    if (outcome := self._meant(plainly(text))) is not None:
                        return outcome
                    self._say([words.say(words.NO_NUMBER, self._language)])
                    wrong += 1
            if wrong == WRONG_MAX:
                break
        return Leaving.NO_ANSWER

    def _helped(self, text: str) -> bool:
        """True for a wish that is neither a number nor leaving, once it is met."""
        match text:
            case "?" | "h" | "help":
                self._say(
                    words.say(line, self._language) for line in (*words.PLAIN_HELP, *words.HELP[-words.HELP_LAST :])
                )
            case "l":
                japanese = self._language is Language.JAPANESE
                self._language = Language.ENGLISH if japanese else Language.JAPANESE
                self._say(numbered(self._menu, self._language))
            case _:
                return False
        return True

    def _meant(self, text: str) -> Choice | Leaving | None:
        """The choice of that number, or None."""
        if text in ("q", "quit", "exit"):
            return Leaving.LEFT
        number = int(text) if text.isascii() and text.isdigit() else 0
        return self._menu.choices[number - 1] if 1 <= number <= len(self._menu.choices) else None

    def _answered(self) -> _Answer | Leaving:
        """One line. A longer one than can be a number is an answer as it stands."""
        until, letters = self._clock.monotonic() + self._idle_seconds, ""
        while len(letters) <= ANSWER_LETTERS_MAX:
            if (left := self._wait(until)) is not None:
                return left
            for key in self._keys.feed(self._client.channel.recv(1)):
                match key:
                    case Key.LEAVE:
                        return Leaving.LEFT
                    case Key.ENTER:
                        self._echo(self._line_end)
                        return _Answer(letters)
                    case Key.ERASE:
                        self._echo("\b \b" if letters else "")
                        letters = letters[:-1]
                    case str() if not isinstance(key, Key):
                        letters += key
                        self._echo(key if key.isascii() else "")
        self._echo(self._line_end)
        return _Answer(letters)

    def _wait(self, until: float) -> Leaving | None:
        """None once there is something to read."""
        channel = self._client.channel
        while self._ended is None and not channel.recv_ready():
            if channel.closed:
                return Leaving.GONE
            if channel.eof_received:
                return Leaving.NO_ANSWER
            left = until - self._clock.monotonic()
            if left <= 0:
                return Leaving.IDLE
            _wait_for((channel.fileno(), self._woken.fileno()), left)
        return self._ended

    def _say(self, lines: Iterable[str]) -> None:
        self._say_on("".join(line + self._line_end for line in lines))

    def _say_on(self, text: str) -> None:
        self._speaker.say(text.encode("utf-8", errors="replace"))

    def _echo(self, text: str) -> None:
        if self._echoes:
            self._say_on(text)


def plainly(answer: str) -> str:
    """What was typed, full-width letters and digits as plain ones, in small letters."""
    return unicodedata.normalize("NFKC", answer).strip().casefold()


def _wait_for(descriptors: Iterable[int], seconds: float) -> None:
    """Until one of them can be read, or for so long."""
    waiting = select.poll()
    for number in descriptors:
        waiting.register(number, select.POLLIN)
    waiting.poll(seconds * 1000)
