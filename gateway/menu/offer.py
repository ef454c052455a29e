"""Offer the menu on a channel, in the form that suits it, and journal what came of it before anything else happens.

A choice is a route and nothing more: admission decides it like one that was named at the door. The menu shows no byte of any
target, so it is not recorded; the choice, or the leaving, is in the journal.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from gateway.authorization.request import Capability
from gateway.menu import words
from gateway.menu.choices import Choice, Menu, survey
from gateway.menu.events import Form, Leaving, MenuChosen, MenuLeft
from gateway.menu.listening import Listening
from gateway.menu.listing import for_programs
from gateway.menu.plain import Plain
from gateway.menu.ports import Client
from gateway.menu.screen import Screen
from gateway.menu.terminals import Drawing, drawing_on
from gateway.sessions.admit import Admissions
from gateway.sessions.ending import Ending
from gateway.sessions.live import LiveSessions
from gateway.sessions.route import Route
from gateway.vocabulary.outcome import Text

LEFT_STATUS = 0  # the person left
UNCHOSEN_STATUS = 254  # as every refusal in words


class Showing(Protocol):
    """The menu in one form."""

    def run(self) -> Choice | Leaving:
        """Until something is chosen or the menu is left."""

    def end(self, why: Leaving) -> None:
        """Leave; from any thread, returns at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Go on to this route."""

    route: Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchosen:
    """Say `text`, if there is any, and end the channel with `status`."""

    text: Text | None
    status: int


def offer(client: Client, wants: Capability, admissions: Admissions, live: LiveSessions) -> Chosen | Unchosen:
    """Show the menu on a channel whose request was granted. Raises what the registrar refuses, and GatewayFault."""
    return _Offer(client, wants, admissions, live).made()


def list_for_programs(client: Client, admissions: Admissions) -> Unchosen:
    """Answer a command that came without a target: what can be opened, on standard output. Nothing was refused."""
    menu = _surveyed(admissions, Capability.SHELL)
    client.channel.sendall("".join(f"{line}\n" for line in for_programs(menu)).encode())
    proved = admissions.proved
    listed = MenuLeft(
        person=proved.person_id,
        terminal=proved.terminal_id,
        form=Form.PLAIN,
        reason=Leaving.LISTED,
        address=admissions.address,
    )
    admissions.registry.append([listed])
    names = list(dict.fromkeys(choice.target for choice in menu.choices))
    return Unchosen(text=words.listed(proved.username, names), status=UNCHOSEN_STATUS)


class _Offer:
    def __init__(self, client: Client, wants: Capability, admissions: Admissions, live: LiveSessions) -> None:
        self._client, self._wants, self._admissions, self._live = client, wants, admissions, live
        self._idle_minutes = admissions.policy.limits.menu_idle_minutes
        self._ending: Ending | None = None

    def made(self) -> Chosen | Unchosen:
        drawing = drawing_on(self._client.terminal.term) if self._client.terminal is not None else Drawing.LINES
        if drawing is Drawing.LINES:
            plain = Plain(
                self._client, menu=self._menu(), clock=self._admissions.clock, idle_seconds=self._idle_seconds
            )
            return self._come_of(self._shown(plain, lambda: None), Form.PLAIN)
        screen = Screen(
            self._client,
            drawing=drawing,
            look=self._menu,
            clock=self._admissions.clock,
            idle_seconds=self._idle_seconds,
        )
        return self._come_of(self._shown(screen, screen.resized), Form.SCREEN)

    def _menu(self) -> Menu:
        return _surveyed(self._admissions, self._wants)

    @property
    def _idle_seconds(self) -> float:
        return self._idle_minutes * 60.0

    def _shown(self, showing: Showing, on_request: Callable[[], None]) -> Choice | Leaving:
        with self._endable(showing):
            listening = Listening(self._client, on_request, lambda: showing.end(Leaving.GONE))
            try:
                return showing.run()
            finally:
                listening.close()

    @contextmanager
    def _endable(self, showing: Showing) -> Iterator[None]:
        """While shown, it ends with whatever ends all sessions of this connection."""

        def end(ending: Ending) -> None:
            self._ending = self._ending or ending
            showing.end(Leaving.ENDED)

        name = f"menu {id(showing)}"
        self._live.add(name, end)
        try:
            yield
        finally:
            self._live.drop(name)

    def _come_of(self, outcome: Choice | Leaving, form: Form) -> Chosen | Unchosen:
        admissions = self._admissions
        person, terminal = admissions.proved.person_id, admissions.proved.terminal_id
        if isinstance(outcome, Choice):
            chosen = MenuChosen(
                person=person,
                terminal=terminal,
                target=outcome.target,
                order=outcome.order,
                account=outcome.account,
                form=form,
                address=admissions.address,
            )
            admissions.registry.append([chosen])
            return Chosen(route=outcome.route)
        left = MenuLeft(person=person, terminal=terminal, form=form, reason=outcome, address=admissions.address)
        admissions.registry.append([left])
        status = LEFT_STATUS if outcome is Leaving.LEFT else UNCHOSEN_STATUS
        return Unchosen(text=self._last_word(outcome), status=status)

    def _last_word(self, leaving: Leaving) -> Text | None:
        match leaving:
            case Leaving.LEFT:
                return words.LEFT
            case Leaving.IDLE:
                return words.idle(self._idle_minutes)
            case Leaving.NO_ANSWER:
                return words.NO_ANSWER
            case Leaving.ENDED:
                return None if self._ending is None else self._ending.text
            case Leaving.NOTHING | Leaving.GONE | Leaving.LISTED:
                return None  # it has been said, or nobody hears it


def _surveyed(admissions: Admissions, wants: Capability) -> Menu:
    facts = admissions.registry.admission(None)
    return survey(facts, admissions.proved, wants, admissions.policy, admissions.clock.now())
