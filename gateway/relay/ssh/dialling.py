"""The way to a target up to its log-in: TCP, key exchange, and the host key compared with the pinned ones.

What goes wrong has a type, so that whoever dials for himself (a rotation) can tell "later" from "never".
"""

import hmac
import logging
import socket
from collections.abc import Sequence
from typing import Final

from paramiko import SSHException

from gateway.crypto.digest import fingerprint
from gateway.relay.reaching import CONNECT_SECONDS, NOT_LET_IN, UNREACHABLE, AnotherHost, NotLetIn, Unreachable
from gateway.relay.ssh import algorithms
from gateway.relay.ssh.sockets import tune
from gateway.relay.ssh.transport import OrderedTransport
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.target import Target

__all__ = [
    "ANOTHER_HOST",
    "CONNECT_SECONDS",
    "NOT_LET_IN",
    "UNREACHABLE",
    "AnotherHost",
    "NotLetIn",
    "Unreachable",
    "dialled",
    "dialled_target",
    "require_host_key",
    "shown_host_keys",
]

ANOTHER_HOST: Final = Text(
    ja="接続先のホスト鍵が登録と異なるため接続を中止しました。管理者に連絡してください。",
    en="The target's host key is not the registered one; the connection was given up. Tell the administrator.",
)

# What goes wrong is raised, in words. A process that keeps a log gets paramiko's account of it too; one that keeps none
# (a verb) would have it on standard error, with a traceback.
logging.getLogger("paramiko").addHandler(logging.NullHandler())


def dialled(name: str, address: str, port: int, host_keys: Sequence[str]) -> OrderedTransport:
    """A connection with its keys exchanged, the host key one of these kinds and not compared yet. Raises Unreachable."""
    try:
        sock = socket.create_connection((address, port), timeout=CONNECT_SECONDS)
    except OSError as error:
        raise Unreachable(f"{name}: {error}", UNREACHABLE) from error
    tune(sock)
    transport = OrderedTransport(sock)
    transport._preferred_keys = tuple(host_keys)
    transport.banner_timeout = CONNECT_SECONDS
    try:
        transport.start_client(timeout=CONNECT_SECONDS)
        if not transport.initial_kex_done:  # paramiko comes back without a word when its time is over
            raise SSHException("no key exchange in time")
    except (SSHException, EOFError, OSError) as error:
        transport.close()
        raise Unreachable(f"{name}: {error}", UNREACHABLE) from error
    return transport


def dialled_target(target: Target) -> OrderedTransport:
    """A connection to the target, which has shown a kind of key that is pinned. Raises Unreachable."""
    return dialled(target.name, target.address, target.port, algorithms.host_keys_of(target.host_keys))


def require_host_key(transport: OrderedTransport, target: Target) -> None:
    """Raises AnotherHost unless the key the target has proved is a pinned one."""
    shown = transport.get_remote_server_key().asbytes()
    if not any(hmac.compare_digest(shown, pinned) for pinned in target.host_keys):
        raise AnotherHost(f"{target.name} showed another host key ({fingerprint(shown)})", ANOTHER_HOST)


def shown_host_keys(name: str, address: str, port: int) -> tuple[bytes, ...]:
    """The host keys whoever answers there proves to hold, one of each kind we speak. Trust is somebody else's to give.

    Raises Unreachable where nobody shows any.
    """
    found: list[bytes] = []
    last: Unreachable | None = None
    for kinds in (("ssh-ed25519",), ("rsa-sha2-512", "rsa-sha2-256")):
        try:
            transport = dialled(name, address, port, kinds)
        except Unreachable as error:
            last = error
            continue
        found.append(transport.get_remote_server_key().asbytes())
        transport.close()
    if not found and last is not None:
        raise last
    return tuple(found)
