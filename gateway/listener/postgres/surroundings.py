"""What a session at the database door stands in: admission before it, the target behind it, counter and cancelling beside it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from gateway.authorization.columns.catalogue import Catalogue
from gateway.authorization.decision import Permit
from gateway.listener.postgres.cancels import Cancels
from gateway.relay.postgres.patience import Patience
from gateway.relay.postgres.ports import Connected, Counter
from gateway.relay.postgres.target.dial import dial
from gateway.relay.postgres.target.ports import DatabaseLogin
from gateway.sessions.admit import Admissions, Admitted
from gateway.sessions.live import LiveSessions
from gateway.vocabulary.outcome import GatewayFault

OnFailure = Callable[[GatewayFault], None]


class Dial(Protocol):
    """Reaches the target of a permit (`relay.postgres.target.dial`)."""

    def __call__(self, permit: Permit, login: DatabaseLogin, *, database: str, statement_seconds: int) -> Connected:
        """Raises TargetError with words, CallRefused, GatewayFault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseSurroundings:
    """Of one logged-in connection.

    `remember` lets further connections go on by this log-in; `counter` is asked for once the session is open, and calls back
    where it fails; `drifted` is told what the target has that nobody classified.
    """

    admissions: Admissions
    live: LiveSessions
    cancels: Cancels
    target_login: Callable[[Admitted], DatabaseLogin]
    remember: Callable[[Admitted], None]
    counter: Callable[[Admitted, OnFailure], Counter]
    drifted: Callable[[Admitted, str, Connected, Catalogue], None]
    patience: Patience = field(default_factory=Patience)
    dial: Dial = dial
