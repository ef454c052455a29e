"""Where one log-in stands, how a step fails, and how the walk ends. The steps themselves are in key_steps and answer_steps.

Invariants: once closed it stays closed; an exception out of a step closes it (fail closed); what ends or fails is written
to the journal before the outcome is returned.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gateway.authentication import texts
from gateway.authentication.events import (
    CutOffReason,
    KeyFault,
    LoginAbandoned,
    LoginCutOff,
    LoginEvent,
    LoginFailed,
    LoginTerminalUnapproved,
    StepFault,
)
from gateway.authentication.good_key import GoodKey
from gateway.authentication.ledger import Factor, Ledger
from gateway.authentication.login_name import LoginName
from gateway.authentication.offers import Offers
from gateway.authentication.patience import Patience
from gateway.authentication.ports import Ports
from gateway.authentication.progress import Failed, Over
from gateway.authentication.trail import Trail
from gateway.vocabulary.outcome import GatewayFault, Text


@contextmanager
def as_gateway_fault() -> Iterator[None]:
    """Whatever breaks inside is a GatewayFault outside, so that no door can mistake it for an answer."""
    try:
        yield
    except GatewayFault:
        raise
    except Exception as broken:
        raise GatewayFault(f"the log-in walk broke: {type(broken).__name__}", texts.FAULT) from broken


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A step that failed: `text` is for the other side, the rest for the journal only."""

    fault: StepFault
    text: Text
    factor: Factor | None = None
    fingerprint: str | None = None
    key_fault: KeyFault | None = None


class Walk:
    """The state of one log-in. `keys` holds the proved keys by factor, `closed` the end once there is one."""

    def __init__(self, name: LoginName, ports: Ports, trail: Trail) -> None:
        self.name = name
        self.ports = ports
        self.trail = trail
        self.ledger = Ledger()
        self.keys: dict[Factor, GoodKey] = {}
        self.offers = Offers()
        self.patience = Patience()
        self.newest_refusal: Text | None = None
        self.closed: Over | None = None
        self.finished = False
        self._unapproved_told = False

    @property
    def terminal(self) -> str:
        """The id of the terminal that was proved. Raises GatewayFault before one is."""
        if self.trail.terminal is None:
            raise GatewayFault("no terminal was proved", texts.FAULT)
        return self.trail.terminal

    @contextmanager
    def step(self) -> Iterator[None]:
        """Around every step: a fault inside closes the walk and goes on as GatewayFault."""
        try:
            with as_gateway_fault():
                yield
        except GatewayFault:
            self.closed = Over(text=texts.FAULT)
            raise

    def query(self) -> Over | None:
        """Count one cheap request; the end if it was one too many."""
        return self._cut_off(self.patience.query())

    def failed(self, failure: Failure, *before: LoginEvent) -> Failed | Over:
        """One real failure: counted, journalled after `before`, and the end if it was the last one allowed."""
        cut_off = self.patience.failure()
        events = (*before, self._told(failure))
        over = self._cut_off(cut_off, *events)
        if over is not None:
            return over
        self.trail.write(*events)
        self.newest_refusal = failure.text
        return Failed(text=failure.text)

    def failed_for_good(self, failure: Failure, *events: LoginEvent) -> Over:
        """A failure after which this connection may try nothing more; `events` follow it in the journal."""
        self.patience.failure()
        return self.close(failure.text, self._told(failure), *events)

    def close(self, text: Text, *events: LoginEvent) -> Over:
        """End the walk without a log-in."""
        self.trail.write(*events, *self.unapproved())
        self.closed = Over(text=text)
        return self.closed

    def unapproved(self) -> tuple[LoginEvent, ...]:
        """The event 未承認端末 (R-18), unless a terminal is proved or it was told already."""
        if self.ledger.terminal_proved or self._unapproved_told:
            return ()
        self._unapproved_told = True
        event = self.trail.event(
            LoginTerminalUnapproved,
            fault=self.offers.terminal_fault(),
            offered=self.offers.fingerprints,
            person_key_proved=Factor.PERSON_KEY in self.ledger.factors,
        )
        return (event,)

    def finish(self) -> None:
        """The log-in is done; nothing more is taken on this walk."""
        self.finished = True
        self.closed = Over(text=texts.UNASKED)

    def leave(self) -> None:
        """The other side is gone."""
        if self.closed is not None:
            return
        if self.ledger.terminal_proved:
            self.close(texts.UNASKED, self.trail.event(LoginAbandoned, stage=self.ledger.stage))
        else:
            self.close(texts.UNAPPROVED_TERMINAL)

    def _told(self, failure: Failure) -> LoginFailed:
        return self.trail.event(
            LoginFailed,
            factor=failure.factor,
            fault=failure.fault,
            failures=self.patience.failures,
            fingerprint=failure.fingerprint,
            key_fault=failure.key_fault,
        )

    def _cut_off(self, reason: CutOffReason | None, *events: LoginEvent) -> Over | None:
        if reason is None:
            return None
        return self.close(texts.TOO_MANY, *events, self.trail.event(LoginCutOff, reason=reason))
