"""The command gate: carries a session of listed commands between a person and a target where no shell is ever started.

It has the shape of every carrier (`listener.carrying`): `run` to the end, `fail` from anywhere. Invariants: nothing is shown that
was not recorded first (`Screen.paint`), nothing typed is acted upon that was not recorded; only `running.runner` says anything to
the target; whatever ends the session ends the command that runs. Threads: the conversation, the typist, the client's requests,
and one that waits for the target to go.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from paramiko import Channel, SSHException

from gateway.audit.event import Event
from gateway.authorization.commands.lists import Offer
from gateway.commands import words
from gateway.commands.completer import TypedCompleter
from gateway.commands.conversation import Conversation
from gateway.commands.desk import Desk
from gateway.commands.key_input import KeyInput
from gateway.commands.output import OutputGuards
from gateway.commands.plain_desk import PlainDesk
from gateway.commands.running.runner import Runner
from gateway.commands.screen_desk import ScreenDesk
from gateway.commands.seat import Seat
from gateway.commands.showing import SessionOver
from gateway.commands.shows import Shows
from gateway.commands.standing import Standing
from gateway.commands.typist import Keyboard, Typist
from gateway.menu.terminals import Drawing, drawing_on
from gateway.menu.words import of_day
from gateway.relay.brake import Brake
from gateway.relay.names import Names
from gateway.relay.ports import Count, Notices
from gateway.relay.pump import Pumps
from gateway.relay.screen import Screen
from gateway.relay.ssh.live_requests import Live, live
from gateway.relay.ssh.messages import (
    ChannelRequest,
    Terminal,
    answer_message,
    cells,
    exit_status,
    parse_size,
)
from gateway.relay.ssh.transport import OrderedTransport
from gateway.sessions.ending import PersonLeft
from gateway.sessions.texts import counted
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.identity import Language
from gateway.vocabulary.outcome import TargetError, Text

ENDING_SECONDS: Final = 1.0  # for the conversation to end by itself, with the command it runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The client's channel, its terminal and its language."""

    transport: OrderedTransport
    channel: Channel
    terminal: Terminal | None
    language: Language
    on_resize: Callable[[int, int], None]
    on_refused: Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What may be run, where and until when; and who is told."""

    target: OrderedTransport
    runner: Runner
    offer: Offer
    standing: Standing
    names: Names
    journal: Callable[[Sequence[Event]], None]
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """The session's one screen and keyboard, its guards (fresh ones for each command), and who hears what they notice.

    Without a brake nothing is judged.
    """

    screen: Screen
    keyboard: Keyboard
    guards: Callable[[], OutputGuards]
    notices: Notices
    brake: Brake | None = None
    count: Callable[[], Count | None] = lambda: None


class Gate:
    """Carries one running session."""

    def __init__(self, person: Person, work: Work, watch: Watch) -> None:
        self._person, self._work, self._watch = person, work, watch
        self._requests = person.transport.requests_of(person.channel)
        self._typist = Typist(person.channel, watch.keyboard, work.clock)
        self._shows = Shows()
        self._seat = self._made_seat()
        self._conversation = Conversation(
            seat=self._seat,
            desk=self._desk(),
            runner=work.runner,
            offer=work.offer,
            guards=watch.guards,
            notices=watch.notices,
            brake=watch.brake,
            names=work.names,
            journal=work.journal,
            clock=work.clock,
        )
        self._pumps = Pumps(self.stop)

    @property
    def shown_bytes(self) -> int:
        """Of the target."""
        return self._conversation.shown_bytes

    @property
    def typed_bytes(self) -> int:
        """By the person."""
        return self._typist.typed_bytes

    def run(self) -> ChannelRequest | None:
        """Until the person leaves. Raises what went wrong first, soon after it did."""
        self._pumps.start("typist", self._typist.run)
        self._pumps.start("requests", self._answer)
        self._pumps.start("target", self._outlive)
        conversation = self._pumps.start("conversation", self._converse)
        try:
            self._pumps.wait("conversation")
        finally:
            conversation.join(ENDING_SECONDS)
        return exit_status(0)

    def fail(self, failure: BaseException) -> None:
        """End the session for a reason from outside. Callable from any thread."""
        self._pumps.fail(failure)

    def notify(self, text: Text, instead_of: Text | None = None) -> None:
        """Say it as soon as that suits what is shown. Callable from any thread; returns at once.

        `instead_of` is not said any more where it has not been said yet.
        """
        if instead_of is not None:
            with suppress(ValueError):
                self._seat.notices.remove(instead_of)
        self._seat.notices.append(text)
        self._shows.look()

    def stop(self) -> None:
        """Leave whatever is shown, and end the command that runs."""
        self._shows.end()
        self._conversation.stop()

    # -- the threads --------------------------------------------------------------------------------------------------

    def _converse(self) -> None:
        try:
            self._greet()
            self._conversation.run()
        except SessionOver:
            return  # whoever ended it knows why
        except (OSError, SSHException) as error:
            if self._pumps.failure is None:
                raise PersonLeft from error

    def _answer(self) -> None:
        """The client's requests, as a joined session answers them; at their end the client has gone."""
        for request in iter(self._requests.get, None):
            how = live(request.kind, request.fields)
            if how is Live.RESIZE:
                self._resize(*parse_size(request.fields))
            elif how is not Live.SIGNAL:  # there is no program here that could be signalled
                self._decline(request, how)
        self.fail(PersonLeft())

    def _outlive(self) -> None:
        """Until the connection to the target ends."""
        self._work.target.join()
        self.fail(TargetError("the connection to the target broke"))

    def _decline(self, request: ChannelRequest, how: Live) -> None:
        if how is Live.REFUSE:
            self._person.on_refused(request.kind)
        if request.want_reply:
            self._person.transport.send(self._person.channel, answer_message(self._person.channel, granted=False))

    def _resize(self, columns: int, rows: int) -> None:
        self._person.on_resize(cells(columns), cells(rows))
        self._seat.columns, self._seat.rows = columns, rows
        self._shows.resized()

    def _paint(self, data: bytes) -> None:
        """Recorded, then sent. Whatever prevents it ends the session; whoever paints hears no more than that."""
        try:
            self._watch.screen.paint(data)
        except BaseException as failure:
            is_gone = isinstance(failure, OSError | EOFError)
            self.fail(PersonLeft() if is_gone else failure)
            raise OSError("the session ends") from failure

    # -- the seat -----------------------------------------------------------------------------------------------------

    def _made_seat(self) -> Seat:
        terminal = self._person.terminal
        return Seat(
            typist=self._typist,
            keys=KeyInput(self._typist),
            paint=self._paint,
            drawing=_drawing(terminal),
            language=self._person.language,
            columns=0 if terminal is None else terminal.columns,
            rows=0 if terminal is None else terminal.rows,
            line_end="\n" if terminal is None else "\r\n",
        )

    def _desk(self) -> Desk:
        if self._seat.drawing is Drawing.LINES:
            return PlainDesk(self._seat, self._shows, echoes=self._person.terminal is not None)
        return ScreenDesk(
            self._seat,
            self._shows,
            state=self._state,
            completer=TypedCompleter(self._work.offer, self._work.runner, lambda: self._seat.language),
            clock=self._work.clock,
        )

    def _state(self) -> tuple[str, str]:
        standing, count = self._work.standing, self._watch.count()
        if count is not None:
            standing = replace(standing, counted=counted(count.used, count.cap))
        return standing.line(self._now(), self._seat.language, self._seat.size()[0])

    def _now(self) -> datetime:
        return self._work.clock.now()

    def _greet(self) -> None:
        standing, now = self._work.standing, self._now()
        self._seat.tell_both(words.greeting(standing.target, standing.account, of_day(standing.until, now)))
        self._seat.tell(words.KEYS)


def _drawing(terminal: Terminal | None) -> Drawing:
    """Plain lines where nobody draws: no terminal, an unknown one, or one that a program made for its standard input."""
    if terminal is None or 0 in (terminal.columns, terminal.rows):
        return Drawing.LINES
    return drawing_on(terminal.term)
