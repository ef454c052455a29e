"""What a rotation needs of others: the keeper's three answers, the registrar's three rows, and a way to the target."""

from dataclasses import dataclass
from typing import Literal, Protocol

from gateway.rotation.due import Failure
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A target whose password is to be changed; `prepared` where a new one is kept already and may be in use."""

    target: Target
    prepared: bool


class Vault(Protocol):
    """The keeper. Each method raises GatewayFault or CallRefused."""

    def prepare(self, target: str) -> bytes:
        """A fresh password for the target, sealed; nobody has seen it open."""

    def password(self, target: str, which: Literal["present", "next"]) -> Secret:
        """The present or the kept next password; only while a next one is kept."""

    def certificate(self, target: str, public_key: bytes) -> bytes:
        """A certificate line of minutes for the target's management account, good for changing passwords only."""


class Register(Protocol):
    """The registrar. Each method is durable when it returns, and raises GatewayFault or CallRefused."""

    def work(self) -> list[Work]:
        """What may be begun or gone on with now."""

    def prepared(self, target: str, sealed: bytes) -> None:
        """The next password is kept. CallRefused `stale`: somebody is at work there, or one is kept already."""

    def done(self, target: str) -> None:
        """The next password is the present one."""

    def not_done(self, target: str, why: Failure) -> None:
        """It did not come about; the registrar decides whether to try again or to close the target."""


class Rotator(Protocol):
    """One target, in whatever way it is spoken to. Each method raises TargetError."""

    def change(self) -> None:
        """Have the target take the next password for every account it does not have it for yet."""

    def lets_in(self) -> bool:
        """True if every account logs in with the next password."""
