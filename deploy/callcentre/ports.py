"""Free loopback ports, drawn below the range from which the kernel takes ports for outgoing connections."""

import secrets
import socket

LOOPBACK = "127.0.0.1"
_LOWEST, _COUNT = 20_000, 12_000


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
    """A port that nobody listens on at this moment."""
    while not is_free(port := _LOWEST + secrets.randbelow(_COUNT)):
        pass
    return port


def answers(port: int, opening: bytes = b"") -> bool:
    """True if something listens there and, where `opening` is given, greets with it."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=2) as connection:
            return connection.recv(len(opening)) == opening if opening else True
    except OSError:
        return False
