"""Entering the office: a person proves himself to the keeper on this very connection, and the registrar is shown its word.

Password first, then the code, both judged by the keeper; a failure is journalled before it is told. The demo operator exists
only beside the demo's marker; nobody at all may read lists, and register the first person of an empty gateway.
"""

import os
import pwd
from dataclasses import dataclass
from enum import Enum

from gateway.authentication.ledger import Factor
from gateway.authentication.ports import Checked, Verdict
from gateway.crypto.assertion import verified
from gateway.ipc.client import Caller
from gateway.ipc.messages import CallRefused
from gateway.keeper import clients
from gateway.registrar.client import OfficeClient
from gateway.registrar.office_events import OfficeDeclined
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.identity import Role
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.secret import Secret
from gateway.wiring import office_texts as texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who claims to act: user name, password (UTF-8), six digits."""

    username: str
    password: Secret
    code: Secret


class Unnamed(Enum):
    """Acting without a person's own factors."""

    DEMO_OPERATOR = "demo-operator"
    NOBODY = "nobody"


Whoever = Actor | Unnamed


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Who is at the door now, by the keeper's word; `person` is the row's id."""

    person: str
    username: str
    roles: frozenset[Role]
    os_user: str


class Entry:
    """One way in: the two connections of one office visit, and the key the keeper signs its word with."""

    def __init__(self, keeper: Caller, registrar: OfficeClient, *, assertion_key: bytes, clock: Clock) -> None:
        self._keeper = keeper
        self._registrar = registrar
        self._assertion_key = assertion_key
        self._clock = clock

    def person(self, actor: Actor) -> Entered:
        """Bind both connections to `actor`. Raises CallRefused (`entry.*`) in words, or GatewayFault."""
        factors = clients.Factors(self._keeper)
        self._require(actor, Factor.PASSWORD, factors.password(actor.username, None, actor.password))
        checked = factors.code(actor.username, None, actor.code.reveal().decode("utf-8"))
        self._require(actor, Factor.CODE, checked)
        if checked.assertion is None:
            self._declined(actor, Factor.CODE, Verdict.RIGHT)  # right, and yet he may not enter
            raise CallRefused("entry.not-active", texts.MAY_NOT_ENTER)
        return self._bound(checked.assertion)

    def demo_operator(self) -> Entered:
        """Bind both connections to the demo operator. Raises CallRefused outside a demo."""
        return self._bound(clients.Office(self._keeper).demo())

    def _bound(self, assertion: bytes) -> Entered:
        self._registrar.bind(assertion)
        said = verified(self._assertion_key, assertion, self._clock.now())
        return Entered(person=said.person, username=said.username, roles=said.roles, os_user=os_user())

    def _require(self, actor: Actor, factor: Factor, checked: Checked) -> None:
        if checked.verdict is not Verdict.RIGHT:
            self._declined(actor, factor, checked.verdict)
            raise CallRefused(f"entry.{_SHOWN[checked.verdict]}", _text(checked))

    def _declined(self, actor: Actor, factor: Factor, verdict: Verdict) -> None:
        event = OfficeDeclined(username=actor.username, os_user=os_user(), factor=factor, verdict=verdict)
        self._registrar.append([event])


_SHOWN = {Verdict.WRONG: "wrong", Verdict.UNKNOWN: "wrong", Verdict.USED: "used", Verdict.LOCKED: "locked"}


def _text(checked: Checked) -> Text:
    """Nobody learns from it whether the name exists, or which of the two was wrong."""
    match checked.verdict:
        case Verdict.USED:
            return texts.used_code(checked.seconds)
        case Verdict.LOCKED:
            return texts.locked(checked.seconds)
        case _:
            return texts.NOT_ENTERED


def os_user() -> str:
    """The operating-system user at this end, as keeper and registrar see him."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
