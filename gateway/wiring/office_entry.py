"""Entering the office: a person proves himself to the keeper on this very connection, and the registrar is shown its word.

Password first, then the code, both judged by the keeper; a failure is journalled before it is told. The demo operator exists
only beside the demo's marker; nobody at all may read lists, and register the first person of an empty gateway.
"""

import os
import pwd
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from gateway.authentication.ledger import Factor
from gateway.authentication.ports import Checked, Verdict
from gateway.crypto.assertion import Way, verified
from gateway.ipc.client import Caller
from gateway.ipc.messages import CallRefused
from gateway.keeper import clients, factor_clients
from gateway.keeper.factor_requests import PASSKEY_LETTERS_MAX
from gateway.registrar.client import OfficeClient
from gateway.registrar.office_events import OfficeDeclined
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.identity import Role
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.secret import Secret
from gateway.wiring import office_texts as texts

NAME_LETTERS_MAX = 64
USERNAME_LETTERS_MAX = 128
PASSWORD_BYTES_MAX = 1024
SECOND_BYTES_MAX = {Factor.CODE: 16, Factor.RECOVERY: 64}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who claims to act: user name, password (UTF-8), six digits."""

    username: str
    password: Secret
    code: Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovering:
    """Who claims to act and has lost his device: user name, password (UTF-8), one of his recovery codes."""

    username: str
    password: Secret
    recovery: Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class WithPasskey:
    """Whoever a passkey is: what the browser gave (PublicKeyCredential as JSON). It names nobody."""

    response: str

    def __repr__(self) -> str:
        return "WithPasskey(hidden)"


class Unnamed(Enum):
    """Acting without a person's own factors."""

    DEMO_OPERATOR = "demo-operator"
    NOBODY = "nobody"


Whoever = Actor | Unnamed
Prover = Actor | Recovering | WithPasskey  # whatever proves a person by itself; `Entry.proved` takes each
NOBODY_NAMED = "passkey"  # in the place of a user name, where a passkey was refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Who is at the door now, by the keeper's word; `person` is the row's id.

    `proved_at` is when he last proved a factor, `way` which; `web` the session of the web office, None on the command line.
    """

    person: str
    username: str
    roles: frozenset[Role]
    os_user: str
    proved_at: datetime
    way: Way
    web: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """Where a sign-in comes from, as the web server saw it: address, and what the browser calls itself (<= 200 letters)."""

    address: str
    agent: str


class Entry:
    """One way in: the two connections of one office visit, and the key the keeper signs its word with."""

    def __init__(
        self,
        keeper: Caller,
        registrar: OfficeClient,
        *,
        assertion_key: bytes,
        clock: Clock,
        browser: Browser | None = None,
    ) -> None:
        self._keeper = keeper
        self._registrar = registrar
        self._browser = browser
        self._assertion_key = assertion_key
        self._clock = clock

    def person(self, actor: Prover) -> Entered:
        """Bind both connections to `actor`. Raises CallRefused (`entry.*`) in words, or GatewayFault."""
        return self._bound(self.proved(actor))

    def proved(self, actor: Prover) -> bytes:
        """Bind the keeper's connection alone; its word on who it is. Raises as `person`."""
        match actor:
            case WithPasskey():
                return self._passkey(actor)
            case Actor(code=second) | Recovering(recovery=second):
                factor = Factor.CODE if isinstance(actor, Actor) else Factor.RECOVERY
                return self._two(actor, factor, second)

    def _two(self, actor: Actor | Recovering, factor: Factor, second: Secret) -> bytes:
        """The password, then the code or a recovery code."""
        self._require_fitting(actor.username, actor.password, second, SECOND_BYTES_MAX[factor])
        factors = clients.Factors(self._keeper)
        self._require(actor.username, Factor.PASSWORD, factors.password(actor.username, None, actor.password))
        checked = (
            factors.code(actor.username, None, second.reveal().decode("utf-8"))
            if factor is Factor.CODE
            else factor_clients.Recovery(self._keeper).verify(actor.username, second)
        )
        return self._let_in(actor.username, factor, checked)

    def _passkey(self, actor: WithPasskey) -> bytes:
        if len(actor.response) > PASSKEY_LETTERS_MAX:
            raise refusal(Checked(verdict=Verdict.WRONG), Factor.PASSKEY)
        checked = factor_clients.Passkeys(self._keeper).verify(actor.response)
        return self._let_in(NOBODY_NAMED, Factor.PASSKEY, checked)

    def _let_in(self, username: str, factor: Factor, checked: Checked) -> bytes:
        self._require(username, factor, checked)
        if checked.assertion is None:
            self._declined(username, factor, Verdict.RIGHT)  # right, and yet he may not enter
            raise CallRefused("entry.not-active", texts.MAY_NOT_ENTER)
        return checked.assertion

    def _require_fitting(self, username: str, password: Secret, second: Secret, second_bytes_max: int) -> None:
        """What no keeper would read is wrong like anything else: ten megabytes do not reach him. Raises CallRefused."""
        fits = (
            1 <= len(username) <= USERNAME_LETTERS_MAX and username.isprintable(),
            len(password.reveal()) <= PASSWORD_BYTES_MAX,
            len(second.reveal()) <= second_bytes_max,
        )
        if not all(fits):
            self._declined(username or "-", Factor.PASSWORD, Verdict.WRONG)
            raise refusal(Checked(verdict=Verdict.WRONG))

    def demo_operator(self) -> Entered:
        """Bind both connections to the demo operator. Raises CallRefused outside a demo."""
        return self._bound(clients.Office(self._keeper).demo())

    def _bound(self, assertion: bytes) -> Entered:
        self._registrar.bind(assertion)
        return entered(assertion, self._assertion_key, self._clock)

    def _require(self, username: str, factor: Factor, checked: Checked) -> None:
        if checked.verdict is not Verdict.RIGHT:
            self._declined(username, factor, checked.verdict)
            raise refusal(checked, factor)

    def _declined(self, username: str, factor: Factor, verdict: Verdict) -> None:
        self._registrar.append([declined(username, factor, verdict, self._browser)])


def entered(assertion: bytes, key: bytes, clock: Clock) -> Entered:
    """Who an assertion speaks of. Raises AssertionRefused."""
    said = verified(key, assertion, clock.now())
    return Entered(
        person=said.person,
        username=said.username,
        roles=said.roles,
        os_user=os_user(),
        proved_at=said.proved_at,
        way=said.way,
        web=said.web,
    )


def declined(username: str, factor: Factor, verdict: Verdict, browser: Browser | None) -> OfficeDeclined:
    """What the journal hears of a factor that was not good."""
    return OfficeDeclined(
        username=username[:NAME_LETTERS_MAX],
        os_user=os_user(),
        factor=factor,
        verdict=verdict,
        address=None if browser is None else browser.address,
        agent=None if browser is None else browser.agent,
    )


def refusal(checked: Checked, factor: Factor = Factor.CODE) -> CallRefused:
    """What to tell whoever did not prove himself; the same words whether the name exists or not."""
    return CallRefused(f"entry.{_SHOWN[checked.verdict]}", _text(checked, factor))


_SHOWN = {Verdict.WRONG: "wrong", Verdict.UNKNOWN: "wrong", Verdict.USED: "used", Verdict.LOCKED: "locked"}


def _text(checked: Checked, factor: Factor) -> Text:
    """Nobody learns from it whether the name exists, or which of the two was wrong."""
    match checked.verdict:
        case Verdict.USED:
            return texts.used_code(checked.seconds)
        case Verdict.LOCKED:
            return texts.locked(checked.seconds)
        case _:
            return texts.NOT_BY_PASSKEY if factor is Factor.PASSKEY else texts.NOT_ENTERED


def os_user() -> str:
    """The operating-system user at this end, as keeper and registrar see him."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
