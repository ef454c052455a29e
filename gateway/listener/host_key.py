"""Our host keys as paramiko wants them: the public half is here, the signature is asked of the keeper.

A connection shows the key that was in use when it began, to its end: a client that is shown another one when it rekeys hangs up,
even if it knows that one (OpenSSH 9.2 has forgotten the host's name by then). The keeper signs with it as long as we last.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

from paramiko import Message, PKey, SSHException

from gateway.authentication import texts
from gateway.ipc.messages import CallRefused
from gateway.listener.host_proofs import ANNOUNCE, HostProofs
from gateway.listener.jump.host_certificate import CERTIFICATE_KIND, certificate_blob
from gateway.listener.ssh_transport import GatewayTransport
from gateway.listener.workers import Workers
from gateway.vocabulary.outcome import GatewayFault

log = logging.getLogger(__name__)


class KeptHostKey(PKey):
    """One host key held by the keeper. `sign` answers the whole SSH signature blob (RFC 4253 §6.6)."""

    def __init__(self, blob: bytes, sign: Callable[[bytes, str], bytes]) -> None:
        self._blob = blob
        self._sign = sign
        self._kind: str = Message(blob).get_text()
        self.public_blob = None

    def asbytes(self) -> bytes:
        """The public blob."""
        return self._blob

    def get_name(self) -> str:
        """The key type, `ssh-ed25519`."""
        return self._kind

    @property
    def _fields(self) -> tuple[bytes, ...]:
        return (self._blob,)

    def can_sign(self) -> bool:
        """Yes, by asking."""
        return True

    def sign_ssh_data(self, data: bytes, algorithm: str | None = None) -> Message:
        """The keeper's signature over an exchange hash. Raises what the keeper's connection raises: no host key, no door."""
        return Message(self._sign(data, algorithm or self._kind))


class CertifiedHostKey(KeptHostKey):
    """The same key under a certificate; what signs is the plain key (PROTOCOL.certkeys)."""

    def __init__(self, certificate: bytes, plain: KeptHostKey) -> None:
        super().__init__(certificate, lambda data, _: plain._sign(data, plain.get_name()))


class HostKeeper(Protocol):
    """The keeper, as far as host keys go. Every method raises rather than answers late or wrong."""

    def host_keys(self) -> list[bytes]:
        """Public blobs of our host keys, the one in use first."""

    def sign(self, data: bytes, algorithm: str, key: bytes) -> bytes:
        """A signature blob by the host key with the blob `key`."""

    def host_certificate(self, name: str, key: bytes) -> bytes:
        """A certificate line for the host key with the blob `key` under the name of a target."""


class ShownHostKeys:
    """What one transport shows of our host keys. `name` is the target's of a jump, whose certificate is shown too."""

    def __init__(self, keeper: HostKeeper, name: str | None = None) -> None:
        self._keeper, self._name = keeper, name

    def serve(self, transport: GatewayTransport, proofs: HostProofs, workers: Workers) -> None:
        """Equip `transport` now, and announce once it is logged in. Raises as `equip`."""
        self.equip(transport)
        transport.on_login = lambda: workers.start("host-keys", lambda: self.announce(transport, proofs))

    def equip(self, transport: GatewayTransport) -> None:
        """Give `transport` its host key. Asks the keeper, so it may wait or raise."""
        with _in_words(transport):
            in_use = self._keeper.host_keys()[0]
            plain = self._kept(in_use, transport)
            if self._name is not None:
                line = self._keeper.host_certificate(self._name, in_use)
                transport.add_server_key(CertifiedHostKey(certificate_blob(line), plain))
            transport.add_server_key(plain)

    def announce(self, transport: GatewayTransport, proofs: HostProofs) -> None:
        """Tell the client of all our keys, the proofs at hand. Waits for the keeper: never call it on a transport's thread.

        A keeper that does not answer is no reason to end a log-in that stands: then nothing is announced.
        """
        try:
            blobs = self._keeper.host_keys()
            proofs.prepare(transport.session_id, blobs, lambda key, data: self._keeper.sign(data, _kind_of(key), key))
        except (GatewayFault, CallRefused) as fault:
            log.warning("host keys were not announced: %s", fault)
            return
        with suppress(OSError, EOFError, SSHException):  # the client has gone meanwhile
            transport.global_request(ANNOUNCE, tuple(blobs), wait=False)

    def _kept(self, blob: bytes, transport: GatewayTransport) -> KeptHostKey:
        def sign(data: bytes, algorithm: str) -> bytes:
            with _in_words(transport):
                return self._keeper.sign(data, algorithm, blob)

        return KeptHostKey(blob, sign)


@contextmanager
def _in_words(transport: GatewayTransport) -> Iterator[None]:
    """A keeper that is away ends the connection, and the client is told so."""
    try:
        yield
    except (GatewayFault, CallRefused):
        transport.turn_away(texts.FAULT)
        raise


def _kind_of(blob: bytes) -> str:
    kind: str = Message(blob).get_text()
    return kind


__all__ = ["CERTIFICATE_KIND", "CertifiedHostKey", "HostKeeper", "KeptHostKey", "ShownHostKeys"]
