"""Which factors were proved on one connection, in which order. Pure; the table below is the whole rule.

The terminal's key and the person's key in either order, or the terminal's key and then the password; then the one-time
code. A person is asked nothing before the terminal is proved, and nothing but the last lines is a log-in (R-16, R-18). At the
database door the terminal's key is the key of its certificate, which TLS proves; and a further connection of a log-in there,
from the same terminal and with the same answers, needs no fresh code while the keeper remembers it (a grant).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from gateway.vocabulary.outcome import GatewayFault


class Factor(StrEnum):
    """Something a connection can prove."""

    TERMINAL_KEY = "terminal-key"  # a signature by a registered terminal's key, or by the key of its certificate
    PERSON_KEY = "person-key"  # a signature by a key of the claimed person
    PASSWORD = "password"  # noqa: S105  # the name of a factor, not a secret
    CODE = "code"  # a one-time code (RFC 6238)
    PASSKEY = "passkey"  # WebAuthn with user verification, in the web office only
    GRANT = "grant"  # the answers of an earlier log-in by the same terminal at the database door, shown again
    RECOVERY = "recovery"  # a recovery code in the lost factor's place, in the web office only


class Stage(StrEnum):
    """How far a connection has come."""

    NOTHING = "nothing"
    PERSON = "person"  # the person's key, on a terminal still unknown
    TERMINAL = "terminal"
    TERMINAL_AND_KEY = "terminal-and-key"
    TERMINAL_AND_PASSWORD = "terminal-and-password"  # noqa: S105  # the name of a stage
    PROVED = "proved"


NEXT: Mapping[tuple[Stage, Factor], Stage] = MappingProxyType(
    {
        (Stage.NOTHING, Factor.TERMINAL_KEY): Stage.TERMINAL,
        (Stage.NOTHING, Factor.PERSON_KEY): Stage.PERSON,
        (Stage.PERSON, Factor.TERMINAL_KEY): Stage.TERMINAL_AND_KEY,
        (Stage.TERMINAL, Factor.PERSON_KEY): Stage.TERMINAL_AND_KEY,
        (Stage.TERMINAL, Factor.PASSWORD): Stage.TERMINAL_AND_PASSWORD,
        (Stage.TERMINAL, Factor.GRANT): Stage.PROVED,
        (Stage.TERMINAL_AND_KEY, Factor.CODE): Stage.PROVED,
        (Stage.TERMINAL_AND_PASSWORD, Factor.CODE): Stage.PROVED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The proved factors in their order, and the stage they amount to. Changed only by `after`."""

    stage: Stage = Stage.NOTHING
    factors: tuple[Factor, ...] = ()

    def admits(self, factor: Factor) -> bool:
        """Whether proving `factor` now would lead anywhere. What the table does not name is refused."""
        return (self.stage, factor) in NEXT

    def after(self, factor: Factor) -> "Ledger":
        """The ledger once `factor` is proved. Raises GatewayFault where the table has no such step."""
        stage = NEXT.get((self.stage, factor))
        if stage is None:
            raise GatewayFault(f"{factor} proved at stage {self.stage}, where it was not wanted")
        return Ledger(stage=stage, factors=(*self.factors, factor))

    @property
    def terminal_proved(self) -> bool:
        """Whether a registered terminal's key is among the factors: before that no person is asked anything."""
        return Factor.TERMINAL_KEY in self.factors
