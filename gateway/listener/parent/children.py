"""The parent's children: forked one a connection, found by connection, reaped, ended.

Invariant, asserted before each fork: the parent has one thread, so that no child inherits a lock that nobody will release.

Each is the leader of a session of its own: the kernel shares the processor among such sessions (sched_autogroup, sched(7)), so
that one that pours does not take the turn of one that types.
"""

import logging
import os
import signal
import threading
from collections.abc import Callable, Mapping

from gateway.vocabulary.outcome import GatewayFault

log = logging.getLogger(__name__)
FAILED = 70  # EX_SOFTWARE of sysexits(3)


class Children:
    """Session processes by process id."""

    def __init__(self, on_gone: Callable[[str], None]) -> None:
        """`on_gone` is told the connection of each child that has ended."""
        self._on_gone = on_gone
        self._connections: dict[int, str] = {}
        self._killed: set[int] = set()

    def __len__(self) -> int:
        return len(self._connections)

    @property
    def kept(self) -> Mapping[int, str]:
        """Connections by process id."""
        return dict(self._connections)

    def take_up(self, kept: Mapping[int, str]) -> None:
        """Children of this process that the program before this made."""
        self._connections.update(kept)

    def fork(self, connection: str, live: Callable[[], None]) -> None:
        """Start a child that does `live` and then is no more. Raises GatewayFault or OSError: then there is none."""
        if threading.active_count() != 1:
            raise GatewayFault("the parent has more than one thread; a fork would copy their locks")
        pid = os.fork()
        if pid:
            self._connections[pid] = connection
            return
        status = FAILED
        try:
            os.setsid()
            live()
            status = 0
        except BaseException:
            log.exception("a session process failed")
        finally:
            os._exit(status)  # none of the parent's code may run here

    def reap(self) -> None:
        """Bury whoever has ended."""
        while self._connections:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            connection = self._connections.pop(pid, None)
            if connection is not None:
                self._on_gone(connection)
                if status and pid not in self._killed:
                    log.warning("the process of %s ended with status %d", connection, status)
                self._killed.discard(pid)

    def kill(self, connection: str) -> None:
        """End the process of one connection at once."""
        for pid, name in self._connections.items():
            if name == connection:
                self._killed.add(pid)
                os.kill(pid, signal.SIGKILL)

    def signal_all(self, number: signal.Signals) -> None:
        """Send `number` to every child."""
        for pid in self._connections:
            os.kill(pid, number)
