"""The way to a PostgreSQL target up to its log-in: TCP, SSLRequest, TLS with a pinned certificate.

Without a pinned certificate only an address of this very machine is spoken to, in the clear: nobody stands in between there.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

from gateway.crypto import tls
from gateway.relay.postgres.stream import PlainStream, Stream
from gateway.relay.postgres.target import words
from gateway.relay.postgres.target.deadline import Deadline
from gateway.relay.postgres.wire.opening import ENCRYPT, IN_THE_CLEAR, SSLRequest
from gateway.relay.reaching import CONNECT_SECONDS, UNREACHABLE, AnotherHost, Unreachable
from gateway.relay.ssh.sockets import tune
from gateway.vocabulary.outcome import TargetError
from gateway.vocabulary.target import Target

Certified = tuple[bytes, tls.PrivateKey]  # a client certificate of ours (DER) and its key
_OF_ANOTHER: Final = ("certificate verify failed", "another server")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A way to the target that nothing was said on yet. `binding` is what a log-in is bound to, None in the clear."""

    stream: Stream
    binding: bytes | None


def dialled(target: Target, certified: Callable[[], Certified] | None, until: Deadline) -> Line:
    """A line to the target. `certified` is asked for our certificate once the target speaks TLS; None: none is shown.

    Raises Unreachable, AnotherHost, or another TargetError, all with words.
    """
    sock = connected(target.name, target.address, target.port, until)
    try:
        if not target.host_keys:
            return _in_the_clear(sock, target, certified)
        require_tls(sock, until)
        shown = certified() if certified is not None else None
        return _encrypted(sock, target, shown, until)
    except OSError as error:
        sock.close()
        raise _fault(target, error) from error
    except BaseException:
        sock.close()
        raise


def connected(name: str, address: str, port: int, until: Deadline) -> socket.socket:
    """A TCP connection. Raises Unreachable."""
    try:
        sock = socket.create_connection((address, port), timeout=min(CONNECT_SECONDS, until.left))
    except OSError as error:
        raise Unreachable(f"{name}: {error}", UNREACHABLE) from error
    tune(sock)
    return sock


def require_tls(sock: socket.socket, until: Deadline) -> None:
    """Ask whether TLS may begin. One byte is read, so that nothing slipped in before TLS is taken for its own (CVE-2021-23222).

    Raises TargetError where it may not, and OSError.
    """
    sock.settimeout(until.left)
    sock.sendall(SSLRequest().encoded())
    answer = sock.recv(1)
    if answer == IN_THE_CLEAR:
        raise TargetError("postgres, target: no TLS", words.NO_TLS)
    if answer != ENCRYPT:
        raise Unreachable(f"postgres, target: {answer!r} where it should have agreed to TLS", UNREACHABLE)


def is_own_machine(sock: socket.socket) -> bool:
    """True if the other end is this very machine."""
    address = ip_address(sock.getpeername()[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return bool(address.is_loopback or (mapped is not None and mapped.is_loopback))


def _in_the_clear(sock: socket.socket, target: Target, certified: Callable[[], Certified] | None) -> Line:
    if certified is not None or not is_own_machine(sock):
        raise TargetError(f"{target.name}: no certificate pinned", words.NO_PIN)
    return Line(stream=PlainStream(sock), binding=None)


def _encrypted(sock: socket.socket, target: Target, client: Certified | None, until: Deadline) -> Line:
    stream = tls.reached(
        sock, pinned=target.host_keys, client=client, server_name=target.address, within_seconds=until.left
    )
    binding = stream.server_end_point
    if binding is None:
        stream.close()
        raise TargetError(f"{target.name}: a certificate without channel binding", words.NO_BINDING)
    return Line(stream=stream, binding=binding)


def _fault(target: Target, error: OSError) -> TargetError:
    if isinstance(error, tls.TlsFault) and any(each in str(error) for each in _OF_ANOTHER):
        return AnotherHost(f"{target.name} showed another certificate ({error})", words.ANOTHER_SERVER)
    return Unreachable(f"{target.name}: {error}", UNREACHABLE)
