"""What the channels of one connection share, from its log-in to its end."""

from collections.abc import Callable
from dataclasses import dataclass

from gateway.relay.guarding import MakeGuards, guards_of
from gateway.relay.ports import Metering, TargetLogin, Unmetered
from gateway.sessions.admit import Admissions, Admitted
from gateway.sessions.live import LiveSessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the channels of one connection share."""

    admissions: Admissions
    live: LiveSessions
    target_login: Callable[[Admitted], TargetLogin]
    guards: MakeGuards = guards_of
    meter: Callable[[Admitted], Metering] = lambda _: Unmetered()
