"""The house of the web office: lives as long as its process, and gives each request an office in the name of who is there.

A sign-in proves factors on a connection of its own and gives a ticket of 32 random bytes, made here and kept nowhere; whatever
a browser shows is only ever looked up, never adopted. Every later request opens a fresh connection to the keeper, which judges
the ticket itself; the registrar's is opened only when something is written. Used from many threads at once.
"""

import re
import secrets
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Final

from gateway.authentication.ledger import Factor
from gateway.authentication.ports import Checked, Verdict
from gateway.crypto.digest import sha256
from gateway.ipc.messages import CallRefused
from gateway.keeper import clients, factor_clients
from gateway.keeper.factor_requests import PASSKEY_LETTERS_MAX
from gateway.keeper.requests import WebProved, WebResumed
from gateway.registrar.params import WebOpened
from gateway.settings.schema import Settings
from gateway.vocabulary.clock import Clock, SystemClock
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret
from gateway.wiring import office_texts as texts
from gateway.wiring.office import Office
from gateway.wiring.office_entry import SECOND_BYTES_MAX, Browser, Entered, Entry, Prover, declined, refusal
from gateway.wiring.office_lines import Lines
from gateway.wiring.office_live import Watches
from gateway.wiring.office_pace import Bucket, Pace, paced

TICKET: Final = re.compile(rb"[A-Za-z0-9_-]{43}")
TICKET_BYTES: Final = 32
AGENT_LETTERS_MAX: Final = 200
ADDRESS_LETTERS_MAX: Final = 80
SEEN_EVERY: Final = timedelta(seconds=30)  # a visit is written down no more often, unless its address is another
REFUSED_SECONDS: Final = 0.5  # a refusal comes after a whole number of these: its time tells nothing of what was wrong


WRONG: Final = WebProved(checked=Checked(verdict=Verdict.WRONG))  # what no keeper would read


class Presence(Enum):
    """Whether a request shows that somebody is there."""

    ACTIVE = "active"
    POLLING = "polling"  # a page that updates by itself: it does not keep a session alive


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """One request of somebody signed in. Close `office`. `fresh`: a factor was proved within the settings' fresh_minutes."""

    office: Office
    language: str
    fresh: bool


class House:
    """Raises GatewayFault or PolicyUnfit at the start for a database of another version or an unfit policy."""

    def __init__(
        self, settings: Settings, clock: Clock | None = None, *, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self.settings = settings
        self.clock: Clock = SystemClock() if clock is None else clock
        self._pause = pause
        self._lines = Lines(settings, self.clock)
        self.watches = Watches(self.clock)

    def close(self) -> None:
        """End what the house holds; offices it gave are closed by their owners."""
        self.watches.close()
        self._lines.close()

    def sign_in(self, whoever: Prover, address: str, agent: str) -> tuple[Secret, Office]:
        """Prove who it is and begin a session: the ticket for the browser, and the office of this first request.

        Raises CallRefused (`entry.*`) in words after a whole number of REFUSED_SECONDS (at once where it was tried too often: who
        hammers holds no thread), or GatewayFault.
        """
        browser = Browser(address=_plain(address, ADDRESS_LETTERS_MAX), agent=_plain(agent, AGENT_LETTERS_MAX))
        self.pace(Bucket.SIGN_IN_ADDRESS, browser.address).require()
        if (name := getattr(whoever, "username", None)) is not None:  # a passkey names nobody
            self.pace(Bucket.SIGN_IN_NAME, name).require()
        began = self.clock.monotonic()
        try:
            return self._begun(whoever, browser)
        except CallRefused:
            self._pause(REFUSED_SECONDS - (self.clock.monotonic() - began) % REFUSED_SECONDS)
            raise

    def visit(self, ticket: Secret, address: str, presence: Presence = Presence.ACTIVE) -> Visited | None:
        """Whose session the ticket carries on, None where there is none (any more). Raises GatewayFault."""
        try:
            return self.admit(ticket, address, presence)
        except CallRefused as refused:
            if refused.code.startswith("web."):
                return None
            raise GatewayFault(f"a visit could not be judged: {refused}", refused.text) from refused

    def admit(self, ticket: Secret, address: str, presence: Presence = Presence.ACTIVE) -> Visited:
        """As `visit`, but raises CallRefused (`web.*`) that says why the session is over."""
        if not TICKET.fullmatch(ticket.reveal()):
            raise CallRefused("web.unknown", texts.NOT_SIGNED_IN)
        keeper = self._lines.keeper()
        try:
            resumed = clients.Web(keeper).resume(ticket)
            self._see(resumed, _plain(address, ADDRESS_LETTERS_MAX), presence)
            return self._visited(self._lines.carried_on(keeper, resumed.assertion, ticket))
        except BaseException:
            keeper.close()
            raise

    def again(self, office: Office, code: Secret) -> None:
        """Prove a fresh code within a session; `office` is fresh on return. Raises CallRefused (`entry.*`) or GatewayFault."""
        self.pace(Bucket.AGAIN_PERSON, office.require_person().person).require()
        fits = len(code.reveal()) <= SECOND_BYTES_MAX[Factor.CODE]
        proved = clients.Web(office.keeper).again(code) if fits else WRONG
        self.renewed(office, proved, Factor.CODE)

    def again_passkey(self, office: Office, response: str) -> None:
        """As `again`, by a passkey; `response` is the browser's JSON."""
        self.pace(Bucket.AGAIN_PERSON, office.require_person().person).require()
        fits = len(response) <= PASSKEY_LETTERS_MAX
        proved = factor_clients.Passkeys(office.keeper).again(response) if fits else WRONG
        self.renewed(office, proved, Factor.PASSKEY)

    def renewed(self, office: Office, proved: WebProved, factor: Factor) -> None:
        """What the keeper made of a fresh factor becomes the session's, or is journalled and told. Raises as `again`."""
        who, checked = office.require_person(), proved.checked
        if checked.verdict is not Verdict.RIGHT:
            office.append([declined(who.username, factor, checked.verdict, _browser_of(office))])
            raise refusal(checked, factor)
        if checked.assertion is None or proved.signed_pass is None:
            raise CallRefused("entry.not-active", texts.MAY_NOT_ENTER)
        registrar = self._lines.registrar()
        try:
            registrar.renewed(checked.assertion, proved.signed_pass)
            office.proved_again(self._lines.entered(checked.assertion), registrar)
        except BaseException:
            registrar.close()
            raise

    def sign_out(self, office: Office) -> None:
        """End the session this request belongs to: its ticket opens nothing any more. Raises CallRefused or GatewayFault."""
        web = office.require_person().web
        if web is None:
            raise CallRefused("web.unknown", texts.NOT_SIGNED_IN)
        office.end_web_session(web)

    def pace(self, bucket: Bucket, key: str) -> Pace:
        """Count one more try. Raises GatewayFault."""
        return paced(self._lines.web, bucket, key, self.clock)

    def is_fresh(self, who: Entered) -> bool:
        """True while the factor is young enough for sensitive changes; the registrar judges again, the way included."""
        return self.clock.now() - who.proved_at <= timedelta(minutes=self.settings.admin_ui.fresh_minutes)

    # -- how

    def _begun(self, whoever: Prover, browser: Browser) -> tuple[Secret, Office]:
        lines = self._lines
        with ExitStack() as opened:
            keeper = lines.keeper()
            opened.callback(keeper.close)
            registrar = lines.registrar()
            opened.callback(registrar.close)
            key = lines.shared.keys.assertion_vkey
            Entry(keeper, registrar, assertion_key=key, clock=self.clock, browser=browser).proved(whoever)
            ticket = Secret(secrets.token_urlsafe(TICKET_BYTES).encode("ascii"))
            begun = clients.Web(keeper).enter(sha256(ticket.reveal()))
            opening = WebOpened(
                assertion=begun.assertion,
                signed_pass=begun.signed_pass,
                address=browser.address,
                agent=browser.agent,
            )
            registrar.opened(opening)
            office = lines.office(keeper, lines.entered(begun.assertion), registrar)
            opened.pop_all()
        return ticket, office

    def _see(self, resumed: WebResumed, address: str, presence: Presence) -> None:
        if presence is Presence.POLLING:
            return
        if self.clock.now() - resumed.seen_at >= SEEN_EVERY or resumed.seen_address != address:
            self._lines.web.seen(resumed.assertion, address)

    def _visited(self, office: Office) -> Visited:
        who = office.require_person()
        line = office.lists.person_named(who.username)
        if line is None:
            raise CallRefused("web.unknown", texts.NOT_SIGNED_IN)
        return Visited(office=office, language=line.language.value, fresh=self.is_fresh(who))


def _browser_of(office: Office) -> Browser | None:
    """Where the session of this request was seen last: by this request, unless a page updates by itself."""
    who = office.require_person()
    found = (line for line in office.lists.web_sessions(who.person) if line.id == who.web)
    return next((Browser(address=line.seen_address, agent=line.agent) for line in found), None)


def _plain(text: str, letters_max: int) -> str:
    """What a header said, as it may stand in a list: one line without control characters, cut."""
    return "".join(letter if letter.isprintable() else " " for letter in text[:letters_max]).strip()
