"""How often something may be tried in the web office, by whom; counted in the database, so for all its threads and nodes."""

from dataclasses import dataclass
from enum import Enum
from math import ceil

from gateway.crypto.digest import sha256
from gateway.ipc.messages import CallRefused
from gateway.registrar.client import WebClient
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import Text


class Bucket(Enum):
    """What is counted: its name, how many times are allowed, and within how many seconds.

    An office behind one address signs in together in the morning: addresses have more room than names.
    """

    SIGN_IN_ADDRESS = ("sign-in.address", 120, 300)
    SIGN_IN_NAME = ("sign-in.name", 20, 300)
    LINK_ADDRESS = ("link.address", 30, 300)  # one-time links opened
    AGAIN_PERSON = ("again.person", 30, 300)  # fresh factors
    CHALLENGE_ADDRESS = ("challenge.address", 120, 300)  # passkey challenges asked for

    def __init__(self, label: str, allowed: int, seconds: int) -> None:
        self.label, self.allowed, self.seconds = label, allowed, seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often it was tried in this window, this time included; seconds until the window ends."""

    times: int
    allowed: int
    retry_seconds: int

    def require(self) -> None:
        """Raises CallRefused ("entry.pace") where it was too often."""
        if self.times > self.allowed:
            raise CallRefused("entry.pace", too_fast(self.retry_seconds))


def paced(registrar: WebClient, bucket: Bucket, key: str, clock: Clock) -> Pace:
    """Count one more try of `key`, of which only the SHA-256 leaves this process. Raises GatewayFault."""
    counted = sha256(f"{bucket.label}\0{key}".encode("utf-8", "surrogatepass"))
    tries = registrar.pace(bucket.label, counted, bucket.seconds)
    left = max(1, ceil((tries.ends_at - clock.now()).total_seconds()))
    return Pace(times=tries.times, allowed=bucket.allowed, retry_seconds=left)


def too_fast(seconds: int) -> Text:
    """Too many tries; `seconds` until it may be tried again."""
    minutes = ceil(seconds / 60)
    return Text(
        ja=f"短い時間に何度も試されたため、受け付けていません。約{minutes}分後にやり直してください。"
        "心当たりがない場合は、アカウント管理者に連絡してください。",
        en=f"Tried too often in a short time. Try again in about {minutes} min. "
        "If it was not you, tell your account administrator.",
    )
