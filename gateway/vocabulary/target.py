"""A host or database behind the gateway. A target holds personal data unless a named person said otherwise, until a date.

Each stands in the risk register (リスク管理データベース, R-76): who owns it, what an insider could do there, what is done about
it, and when that is looked at again. Without a current row nobody puts it into service.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gateway.vocabulary.identity import Standing


class Protocol(StrEnum):
    """How the target is spoken to."""

    SSH = "ssh"
    POSTGRESQL = "postgresql"


class LoginWay(StrEnum):
    """How the gateway proves itself to the target."""

    CERTIFICATE = "certificate"  # per session, signed by the keeper
    VAULTED_KEY = "vaulted-key"  # the keeper signs, the key never leaves it
    VAULTED_PASSWORD = "vaulted-password"  # noqa: S105  # the name of a way, not a secret


class Encoding(StrEnum):
    """Declared per target; nothing is guessed."""

    UTF_8 = "utf-8"
    EUC_JP = "euc-jp"
    CP932 = "cp932"


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeOfPersonalData:
    """Who declared a target free of personal data, and the last day on which that holds."""

    declared_by: str
    until: date


class Importance(StrEnum):
    """How much depends on a target, as the risk register says."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskEntry:
    """A target's row of the risk register. `owner` is a person's user name, `people` how many people's data it holds about.

    The row is current until the end of `review_on`, the day by which somebody looks at it again.
    """

    owner: str
    importance: Importance
    people: int
    risk: str
    measure: str
    review_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One target. `free` is None for a personal-data target (the default).

    `host_keys` is what it is known by: pinned OpenSSH blobs of an SSH target, pinned server certificates (X.509, DER) of a
    PostgreSQL one, several of them while one is renewed.

    `drop_folder` is where uploads may land (absolute, or relative to the account's home; None: nowhere). `management` is the
    account whose certificate may change passwords on the target (None: the gateway changes none over SSH).
    """

    id: str
    name: str
    protocol: Protocol
    address: str
    port: int
    host_keys: tuple[bytes, ...]
    accounts: tuple[str, ...]
    login: LoginWay
    clients: tuple[str, ...]
    encoding: Encoding
    free: FreeOfPersonalData | None
    standing: Standing
    drop_folder: str | None = None
    management: str | None = None
    risk: RiskEntry | None = None

    def holds_personal_data(self, today: date) -> bool:
        """True unless somebody's declaration covers `today`. Absence is never permission."""
        return self.free is None or today > self.free.until

    def risk_is_current(self, today: date) -> bool:
        """True while the risk register holds a row for it whose day of review has not gone by."""
        return self.risk is not None and today <= self.risk.review_on
