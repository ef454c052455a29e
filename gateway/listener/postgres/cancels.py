"""How a query is cancelled: from another connection, by a process id and a key, as PostgreSQL does it.

The key is an HMAC over process id and start time under a key of the parent's, which all its children are born with: whoever asks
is a process of ours that recomputes it, so nobody keeps a table of sessions. It is four bytes long (protocol 3.0); each try costs
a connection of the address that tries. What does not fit is not answered, and neither is what does.
"""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from gateway.crypto.digest import keyed, same
from gateway.relay.postgres.wire.opening import CancelRequest
from gateway.relay.postgres.wire.status import BackendKeyData
from gateway.vocabulary.secret import Secret

KEY_BYTES: Final = 4
SIGNAL: Final = signal.SIGUSR1
_START_TIME: Final = 19  # proc_pid_stat(5): the 22nd field, the 20th behind the command's closing bracket


class Cancels(Protocol):
    """What one connection does about cancelling."""

    def own(self) -> BackendKeyData:
        """What this process's client has to show."""

    def listen(self, cancel: Callable[[], None]) -> None:
        """From now on `cancel` is called when somebody has shown it. It is called between any two instructions."""

    def ask(self, request: CancelRequest) -> None:
        """Pass it on to the process it is for, if what it shows is right."""


class CancelKeys:
    """Fills `Cancels` with signals. `key` is the parent's."""

    def __init__(self, key: Secret) -> None:
        self._key = key

    @staticmethod
    def ignore() -> None:
        """To be called before anything else: a signal that comes too early ends nobody."""
        signal.signal(SIGNAL, signal.SIG_IGN)

    def own(self) -> BackendKeyData:
        """Of this process."""
        pid = os.getpid()
        return BackendKeyData(process_id=pid, secret_key=self._of(pid, _start_time(pid)))

    def listen(self, cancel: Callable[[], None]) -> None:
        """For the main thread."""
        signal.signal(SIGNAL, lambda *_: cancel())

    def ask(self, request: CancelRequest) -> None:
        """Signal the process, unless there is none of that id and key."""
        pid = request.process_id
        if pid <= 1:
            return
        try:
            right = same(self._of(pid, _start_time(pid)), request.secret_key)
            if right:
                os.kill(pid, SIGNAL)
        except (OSError, ValueError, IndexError):
            return  # there is no such process, or it is nobody's of ours

    def _of(self, pid: int, started: bytes) -> bytes:
        return keyed(self._key, b"cancel %d %s" % (pid, started))[:KEY_BYTES]


def _start_time(pid: int) -> bytes:
    """When it began, in clock ticks since the boot: a process id comes again, this does not with it. Raises OSError."""
    stat = Path(f"/proc/{pid}/stat").read_bytes()
    return stat[stat.rindex(b")") + 2 :].split()[_START_TIME]
