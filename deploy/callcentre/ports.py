"""Free loopback ports, drawn below the range from which the kernel takes ports for outgoing connections.

A server begins seconds after its port was drawn. Until then nothing listens, so a drawn port is also claimed: an
abstract Unix socket of its name, which the kernel gives to one process of the machine and takes back at its end.
"""

import secrets
import socket

LOOPBACK = "127.0.0.1"
_LOWEST, _COUNT = 20_000, 12_000
_claims: list[socket.socket] = []  # held until this process ends


def is_free(port: int) -> bool:
    """True if a server could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that nobody listens on, and that no other call on this machine gets while this process lives."""
    while not (is_free(port := _LOWEST + secrets.randbelow(_COUNT)) and _claimed(port)):
        pass
    return port


def _claimed(port: int) -> bool:
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        claim.bind(f"\0sekisho-demo-port-{port}")
    except OSError:
        claim.close()
        return False
    _claims.append(claim)
    return True


def answers(port: int, opening: bytes = b"", question: bytes = b"") -> bool:
    """True if something listens there and, where `opening` is given, greets with it, or answers so to `question`."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=2) as connection:
            connection.sendall(question)
            return connection.recv(len(opening)) == opening if opening else True
    except OSError:
        return False
