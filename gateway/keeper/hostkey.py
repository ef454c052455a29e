"""The SSH host key: the one request allowed before log-in, therefore bounded in form and in number.

Signed is only an exchange hash (RFC 4253 §8) or a `hostkeys-prove-00@openssh.com` body (OpenSSH PROTOCOL §2.5): a bare hash
length leaves no room for a message that would log somebody in elsewhere with this key.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from gateway.crypto import certificates, openssh, signing
from gateway.ipc.server import Violation
from gateway.keeper.asking import Desk
from gateway.keeper.custody import Custody
from gateway.keeper.ports import Targets
from gateway.keeper.requests import HostCertificate, HostKeySign, Nothing
from gateway.keeper.standing import Standing, State
from gateway.vocabulary.clock import Clock

FREE_SIGNATURES: Final = 4
WAITING_MAX: Final = 8
CERTIFICATE_LIFE: Final = timedelta(days=1)
_HASH_SIZES: Final = frozenset({32, 48, 64})  # SHA-256, SHA-384, SHA-512
_PROVE: Final = openssh.string(b"hostkeys-prove-00@openssh.com")


@dataclass(slots=True)
class Allowance:
    """Signatures a connection may still have: four, which grow back one a second, but not before log-in."""

    left: float = FREE_SIGNATURES
    at: float | None = None

    def take(self, now: float, state: State) -> float:
        """Seconds to wait before signing, 0 for none. Raises Violation before log-in, or with 8 waiting already."""
        if state is State.BOUND:
            passed = 0.0 if self.at is None else now - self.at
            self.left = min(FREE_SIGNATURES, self.left + passed)
            self.at = now
        if self.left - 1 < (-WAITING_MAX if state is State.BOUND else 0):
            raise Violation("too many host key signatures")
        self.left -= 1
        return max(0.0, -self.left)


class HostKeys:
    """Signs with the host key, and certifies it under the names of targets for `ssh -J`."""

    def __init__(self, custody: Custody, targets: Targets, desk: Desk, clock: Clock) -> None:
        self._keys = custody.keys
        self._targets = targets
        self._desk = desk
        self._clock = clock
        self._blob = openssh.ed25519_blob(signing.public_of(custody.keys.host))

    def public(self, _standing: Standing, _asked: Nothing) -> list[bytes]:
        """Our host keys' blobs."""
        return [self._blob]

    async def sign(self, standing: Standing, asked: HostKeySign) -> bytes:
        """The SSH signature blob. Raises Violation for another algorithm, form, or number than an honest peer needs."""
        if asked.algorithm != openssh.ED25519:
            raise Violation("another host key algorithm")
        if len(asked.data) not in _HASH_SIZES and not self._is_prove(asked.data):
            raise Violation("neither an exchange hash nor a proof of host keys")
        seconds = standing.memory(Allowance).take(self._clock.monotonic(), standing.state)
        if seconds > 0:
            await asyncio.sleep(seconds)
        return openssh.ed25519_signature(self._keys.host, asked.data)

    async def certificate(self, _standing: Standing, asked: HostCertificate) -> bytes:
        """A day's host certificate for registered targets' names. Raises Violation for any other name."""
        names = tuple(dict.fromkeys(asked.names))
        for name in names:
            if await self._desk.ask(self._targets.get, name) is None:
                raise Violation("a host certificate for something that is no target")
        now = self._clock.now()
        return certificates.sign_host(self._keys.host_ca, self._blob, names, now, now + CERTIFICATE_LIFE)

    def _is_prove(self, data: bytes) -> bool:
        """Three strings: the kind, a session id (a hash), the blob of our own key; nothing after."""
        if not data.startswith(_PROVE):
            return False
        rest = data[len(_PROVE) :]
        return any(rest == openssh.string(rest[4 : 4 + size]) + openssh.string(self._blob) for size in _HASH_SIZES)
