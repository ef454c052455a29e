"""What the journal hears of the renewal of the gateway's own keys, before it takes effect."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from gateway.audit.event import Event


class Step(StrEnum):
    """One step of a renewal."""

    AT_ONCE = "at-once"
    PREPARED = "prepared"
    SWITCHED = "switched"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRenewed(Event):
    """Two custodians renew the key `name`. `former` and `current` are public keys, or eight bytes that name a secret one.

    Of signing keys each signs the other: `by_former` over `current`, `by_current` over `former` (wiring/rotating_keys.follows).
    """

    kind: ClassVar[str] = "key.renewed"
    name: str
    step: Step
    os_user: str
    former: bytes
    current: bytes
    by_former: bytes = b""
    by_current: bytes = b""
