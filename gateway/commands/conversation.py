"""Line for line: what the person asks for is refused in words, answered by the gate itself, or run on the target, exactly that.

Pure order of things: the line is kept in this session's history, parsed, journalled where it is refused; the runner journals what
it runs before it does. Nothing of a line is ever given to a shell, here or on the target.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from gateway.audit.event import Event
from gateway.authorization.commands.invocation import Invocation, Refused
from gateway.authorization.commands.line import invocation_of as parse
from gateway.authorization.commands.lists import Offer
from gateway.commands import words
from gateway.commands.brake import Brake
from gateway.commands.desk import Desk
from gateway.commands.editing.change import Change
from gateway.commands.editing.looked import Look
from gateway.commands.events import CommandRefused, harmless
from gateway.commands.helping import help_on
from gateway.commands.output import OutputGuards
from gateway.commands.running.course import Ran
from gateway.commands.running.runner import Runner
from gateway.commands.running.words import NotDone, Why, of_cut
from gateway.commands.running_one import RunningOne
from gateway.commands.seat import Seat
from gateway.commands.source import source_of
from gateway.relay import brake as relay_brake
from gateway.relay.names import Names
from gateway.relay.ports import Notices
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.identity import Language

HISTORY_MAX: Final = 500
LOOK_SECONDS: Final = 0.1
LEAVING: Final = frozenset({"exit", "quit", "logout"})
LANGUAGES: Final[Mapping[str, Language]] = MappingProxyType({"ja": Language.JAPANESE, "en": Language.ENGLISH})


class Conversation:
    """Of one session. `run` it on one thread; `stop` may come from any."""

    def __init__(
        self,
        *,
        seat: Seat,
        desk: Desk,
        runner: Runner,
        offer: Offer,
        guards: Callable[[], OutputGuards],
        notices: Notices,
        names: Names,
        journal: Callable[[Sequence[Event]], None],
        clock: Clock,
        brake: relay_brake.Brake | None = None,
    ) -> None:
        """`guards` gives fresh ones for each command; `journal` raises what it cannot keep."""
        self._seat, self._desk, self._runner, self._offer = seat, desk, runner, offer
        self._guards, self._notices, self._names, self._journal = guards, notices, names, journal
        self._history: deque[str] = deque(maxlen=HISTORY_MAX)
        self._stops = brake
        self._running: RunningOne | None = None
        self._brake = Brake(clock)
        self.shown_bytes = 0

    def run(self) -> None:
        """Until the person leaves or nothing more can be typed. Raises what ends the session."""
        try:
            while (line := self._desk.ask(self._history)) is not None and self._goes_on(line.strip()):
                pass
        except EOFError:
            return
        self._seat.tell(words.LEFT)

    def stop(self) -> None:
        """End the command that runs, if one does; returns at once."""
        self._brake.release()
        if (running := self._running) is not None:
            running.stop()

    def _goes_on(self, line: str) -> bool:
        """False where the person leaves."""
        if not line:
            return True
        if not self._history or self._history[-1] != line:
            self._history.append(line)
        first, _, rest = line.partition(" ")
        if first in LEAVING and not rest:
            return False
        own = self._own().get(first)
        if own is None:
            self._parsed(line)
        else:
            own(rest.strip())
        return True

    def _own(self) -> Mapping[str, Callable[[str], None]]:
        """The gate's own words."""
        return {
            "help": self._help,
            "?": self._help,
            "history": lambda _: self._read([f"{number:4} {line}" for number, line in enumerate(self._history, 1)]),
            "clear": lambda _: self._desk.clear(),
            "lang": self._lang,
        }

    def _help(self, about: str) -> None:
        self._read(help_on(about, self._offer, self._seat.language, self._seat.size()[0]))

    def _lang(self, wanted: str) -> None:
        language = LANGUAGES.get(wanted)
        if language is None:
            self._seat.tell_both(words.LANG_USAGE)
            return
        self._seat.language = language
        self._seat.tell(words.LANGUAGE_SET)

    def _read(self, lines: Sequence[str]) -> None:
        self._desk.read(source_of(lines))

    def _wait(self) -> None:
        """Lines that were typed before a freeze run nothing while it lasts, and the person hears why.

        Raises EOFError once the session is over.
        """
        while self._stops is not None and self._stops.stands(LOOK_SECONDS):
            while self._seat.notices:
                self._seat.tell_both(self._seat.notices.popleft())

    def _parsed(self, line: str) -> None:
        match parse(line, self._offer):
            case Refused(why=why, text=text):
                self._brake.pull()
                refused = CommandRefused(
                    person=self._names.person,
                    session=self._names.session,
                    terminal=self._names.terminal,
                    target=self._names.target,
                    order=self._names.order,
                    line=harmless(line),
                    why=why.value,
                )
                self._journal([refused])
                self._seat.tell(text)
            case Invocation() as invocation if invocation.command.edits:
                self._wait()
                look = Look(self._desk, self._guards, self._notices, self._stops)
                Change(self._seat, self._desk, self._runner, look).of(invocation)
            case Invocation() as invocation:
                self._wait()
                self._run(invocation)

    def _run(self, invocation: Invocation) -> None:
        running = RunningOne(invocation, self._runner, self._guards(), self._notices, self._stops)
        self._running = running
        try:
            came = running.run(self._desk)
        finally:
            self._running = None
            self.shown_bytes += running.shown_bytes
        match came:
            case NotDone(why=why, text=text):
                self._seat.tell(text)
                if why is Why.NOT_THERE and (asked := invocation.path()) is not None:
                    self._seat.tell(words.looked_for(asked[1]))
            case Ran() as ran:
                if (cut := of_cut(ran.cut, left=ran.left)) is not None:
                    self._seat.tell(cut)
                self._seat.tell(words.ended(ran.status, ran.seconds, running.lines))
                if invocation.command.privileged and ran.status:
                    self._seat.tell(words.SUDO)
