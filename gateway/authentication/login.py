"""One connection's walk from a name to a proved person; the same for every door, so that two doors cannot drift apart.

How a door uses it (SSH; a door without keys or prompts uses the part it has):

    login = start(raw_name, door=Door.SSH, connection=..., address=..., ports=...)     # Login | Over
    texts.OPENING                      words to show before anything is asked (an SSH banner)
    login.methods()                    what may be tried now
    login.would_accept(blob)           for every key query and before every signature check; moves nothing
    login.key_proved(blob, presence)   after the signature was VERIFIED, never before; presence: what a security key said
    login.signature_failed(blob)       after it was not
    login.prompt(), login.answer(s)    one question and its answer; after Partial ask prompt() again
    login.certificate_proved(der)      the database door: the certificate whose key TLS has proved, None for none
    login.granted(password, code)      the database door, before its prompts: whether an earlier log-in carries this one
    login.not_this_way()               any other method (`none`, `password`, gssapi ...)
    login.over                         after each of these: if not None, show its text and hang up
    login.gone()                       the connection ended; say so always, it is where 未承認端末 is often noticed

Invariants: nothing counts as proved that the ledger's table does not lead to; every step is in the journal before its
effect; whatever a port raises ends the walk for good; what an outsider sees depends on what he did, not on whom he named.
A Failed's text also stands in the next prompt's `instructions`. One walk, one thread.
"""

from collections.abc import Callable
from typing import TypeVar

from gateway.authentication import texts
from gateway.authentication.answer_steps import AnswerSteps
from gateway.authentication.certificate_steps import CertificateSteps
from gateway.authentication.events import LoginRefused, LoginStarted, RefusalReason
from gateway.authentication.grant_steps import GrantSteps
from gateway.authentication.key_steps import KeySteps
from gateway.authentication.login_name import LoginName, NameRefusal, parse
from gateway.authentication.methods import methods_at
from gateway.authentication.ports import Door, Ports
from gateway.authentication.progress import Done, Failed, Method, Over, Partial, Progress, Prompt
from gateway.authentication.trail import Trail
from gateway.authentication.walk import Walk, as_gateway_fault
from gateway.crypto.security_key import Presence
from gateway.vocabulary.secret import Secret

Outcome = TypeVar("Outcome")


def start(given: str, *, door: Door, connection: str, address: str, ports: Ports) -> "Login | Over":
    """The walk of somebody who gave this name; Over where it is no login name. Raises GatewayFault if it is not on record."""
    name = parse(given)
    with as_gateway_fault():
        username = name.username if isinstance(name, LoginName) else None
        trail = Trail(ports.diary, door=door, connection=connection, address=address, username=username)
        if isinstance(name, NameRefusal):
            trail.write(trail.event(LoginRefused, reason=RefusalReason.BAD_NAME, name_fault=name.fault))
            return Over(text=name.text)
        trail.write(trail.event(LoginStarted, wanted_target=name.target, wanted_account=name.account))
        return Login(name, ports, trail)


class Login:
    """One walk. Every method may raise GatewayFault; after that, and after Done or Over, nothing is taken any more."""

    def __init__(self, name: LoginName, ports: Ports, trail: Trail) -> None:
        self._walk = Walk(name, ports, trail)
        self._keys = KeySteps(self._walk)
        self._certificate = CertificateSteps(self._walk)
        self._answers = AnswerSteps(self._walk, self._still_good)
        self._grants = GrantSteps(self._walk, self._still_good)

    @property
    def name(self) -> LoginName:
        """Who and what was asked for."""
        return self._walk.name

    @property
    def over(self) -> Over | None:
        """The end without a log-in, once it has come: show its text and hang up."""
        return None if self._walk.finished else self._walk.closed

    def methods(self) -> tuple[Method, ...]:
        """What may be tried now; nothing after the end."""
        return () if self._walk.closed is not None else methods_at(self._walk.ledger.stage)

    def would_accept(self, blob: bytes) -> bool:
        """Whether a signature by this public key (RFC 4253 §6.6) would lead on now. Moves nothing; at most 40 are answered."""
        with self._walk.step():
            return self._walk.closed is None and self._keys.would_accept(blob)

    def key_proved(self, blob: bytes, presence: Presence | None = None) -> Progress:
        """A signature by this key over this connection's session id was verified (RFC 4252 §7).

        `presence` is what a security key said with it; without one a security key's proof is a fault.
        """
        return self._step(lambda: self._keys_only(lambda: self._keys.proved(blob, presence)))

    def signature_failed(self, blob: bytes) -> Failed | Over:
        """A signature said to be by this key did not verify."""
        return self._step(lambda: self._keys_only(lambda: self._keys.signature_failed(blob)))

    def certificate_proved(self, certificate: bytes | None) -> Partial | Over:
        """TLS has proved that the other side holds the key of this certificate (DER); None: it showed none."""
        return self._step(lambda: self._certificate.proved(certificate))

    def granted(self, password: Secret, typed: str) -> Done | Over | None:
        """Log in by an earlier log-in's grant, if there is one for these answers; None: ask as ever."""
        return self._step(lambda: self._grants.take(password, typed))

    def prompt(self) -> Prompt | Failed | Over:
        """The next question; Failed before the terminal is proved."""
        return self._step(self._answers.prompt)

    def answer(self, text: str) -> Progress:
        """The answer to the question that `prompt()` gave. Without one the walk is over."""
        return self._step(lambda: self._answers.answer(text))

    def not_this_way(self) -> Failed | Over:
        """A method that is not offered was tried; `none`, which every client sends first, is one."""
        return self._step(self._turned_away)

    def gone(self) -> None:
        """The connection has ended. Idempotent."""
        with self._walk.step():
            self._walk.leave()

    def _still_good(self) -> bool:
        return self._keys.still_good() and self._certificate.still_good()

    def _turned_away(self) -> Failed | Over:
        over = self._walk.query()
        return Failed(text=texts.NOT_THIS_WAY) if over is None else over

    def _keys_only(self, act: Callable[[], Outcome]) -> Outcome:
        self._answers.forget()  # a key request abandons the question (RFC 4256 §3.1), and the password with it
        return act()

    def _step(self, act: Callable[[], Outcome]) -> Outcome | Over:
        with self._walk.step():
            closed = self._walk.closed
            return act() if closed is None else closed
