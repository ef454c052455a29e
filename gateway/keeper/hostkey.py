"""The SSH host keys: the one request allowed before log-in, therefore bounded in form and in number.

Signed is only an exchange hash (RFC 4253 §8) or a `hostkeys-prove-00@openssh.com` body (OpenSSH PROTOCOL §2.5): a bare hash
length leaves no room for a message that would log somebody in elsewhere with this key.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from gateway.crypto import certificates, openssh
from gateway.ipc.server import Refuse, Violation
from gateway.keeper import words
from gateway.keeper.asking import Desk
from gateway.keeper.custody import Custody
from gateway.keeper.host_ring import HostKey
from gateway.keeper.ports import Targets
from gateway.keeper.requests import HostCertificate, HostKeySign, Nothing
from gateway.keeper.standing import Door, Standing, State
from gateway.vocabulary.clock import Clock

FREE_SIGNATURES: Final = 4
BOUND_SIGNATURES: Final = 40
SIGNATURES_A_SECOND: Final = 20  # about what a client needs that exchanges keys each megabyte, also inside a jump
WAITING_MAX: Final = 8
CERTIFICATE_LIFE: Final = timedelta(days=1)
_HASH_SIZES: Final = frozenset({32, 48, 64})  # SHA-256, SHA-384, SHA-512
_PROVE: Final = openssh.string(b"hostkeys-prove-00@openssh.com")


@dataclass(slots=True)
class Allowance:
    """Signatures a connection may still have: four before its log-in; forty after it, which grow back.

    A log-in takes one, and one for each key that is announced; so does each jump, and each further key exchange one.
    """

    left: float = FREE_SIGNATURES
    at: float | None = None

    def take(self, now: float, state: State) -> float:
        """Seconds to wait before signing, 0 for none. Raises Violation before log-in, or with 8 waiting already."""
        if state is State.BOUND:
            if self.at is None:
                self.left += BOUND_SIGNATURES - FREE_SIGNATURES
            else:
                self.left = min(BOUND_SIGNATURES, self.left + SIGNATURES_A_SECOND * (now - self.at))
            self.at = now
        if self.left - 1 < (-WAITING_MAX if state is State.BOUND else 0):
            raise Violation("too many host key signatures")
        self.left -= 1
        return max(0.0, -self.left / SIGNATURES_A_SECOND)


@dataclass(slots=True)
class Told:
    """The host keys a connection was told of, which it may use while it lasts, whatever an administrator retires meanwhile."""

    keys: dict[bytes, HostKey] = field(default_factory=dict)


class HostKeys:
    """Signs with the host keys, and certifies them under the names of targets for `ssh -J`."""

    def __init__(self, custody: Custody, targets: Targets, desk: Desk, clock: Clock) -> None:
        self._ring, self._host_ca = custody.host_ring, custody.keys.host_ca
        self._targets = targets
        self._desk = desk
        self._clock = clock

    def public(self, standing: Standing, _asked: Nothing) -> list[bytes]:
        """Our host keys' blobs: the one that signs key exchanges first, then those only announced."""
        found = {key.blob: key for key in self._ring.row}
        if standing.door is Door.SESSION:
            standing.memory(Told).keys.update(found)
        return list(found)

    async def sign(self, standing: Standing, asked: HostKeySign) -> bytes:
        """The SSH signature blob. Raises Violation for another algorithm, form, or number than an honest peer needs.

        Raises Refuse for a key that was not one of ours while this connection lasted.
        """
        if asked.algorithm != openssh.ED25519:
            raise Violation("another host key algorithm")
        key = self._named(standing, asked.key)
        if len(asked.data) not in _HASH_SIZES and not _is_prove(asked.data, key.blob):
            raise Violation("neither an exchange hash nor a proof of host keys")
        seconds = standing.memory(Allowance).take(self._clock.monotonic(), standing.state)
        if seconds > 0:
            await asyncio.sleep(seconds)
        return openssh.ed25519_signature(key.seed, asked.data)

    async def certificate(self, standing: Standing, asked: HostCertificate) -> bytes:
        """A day's host certificate for registered targets' names. Raises Violation for any other name."""
        names, key = tuple(dict.fromkeys(asked.names)), self._named(standing, asked.key)
        for name in names:
            if await self._desk.ask(self._targets.get, name) is None:
                raise Violation("a host certificate for something that is no target")
        now = self._clock.now()
        return certificates.sign_host(self._host_ca, key.blob, names, now, now + CERTIFICATE_LIFE)

    def _named(self, standing: Standing, blob: bytes | None) -> HostKey:
        """The key meant. Raises Refuse for one that is not announced, and was not when this connection asked."""
        if blob is None:
            return self._ring.current
        found = self._ring.named(blob) or standing.memory(Told).keys.get(blob)
        if found is None:
            raise Refuse("host_key.absent", words.HOST_KEY_ABSENT)
        return found


def _is_prove(data: bytes, blob: bytes) -> bool:
    """Three strings: the kind, a session id (a hash), the blob of the very key that signs; nothing after."""
    if not data.startswith(_PROVE):
        return False
    rest = data[len(_PROVE) :]
    return any(rest == openssh.string(rest[4 : 4 + size]) + openssh.string(blob) for size in _HASH_SIZES)
