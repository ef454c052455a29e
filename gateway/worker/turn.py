"""One worker of all nodes mails, watches and rotates: whoever holds the turn. The others wait until it is free.

A worker that cannot be sure of its turn any more ends, and waits in line when it is started again. Between the loss and the end
another may have begun: a mail may then go out twice under one Message-ID, which is what a worker that was killed does, too.
"""

import logging
from collections.abc import Callable
from typing import Final, Protocol

from gateway.vocabulary.outcome import GatewayFault

log = logging.getLogger(__name__)
LOOK_SECONDS: Final = 1.0
TURN: Final = "worker"
Wait = Callable[[float], bool]
"""Waits for so many seconds at most; True once it is all over."""


class Lock(Protocol):
    """A name that one process of all nodes holds."""

    def hold(self) -> bool:
        """True while it is ours, taking it where it is free. Raises GatewayFault."""


class Turn:
    """The turn of this node's worker. Without a lock there is one node: it is always its turn."""

    def __init__(self, lock: Lock | None) -> None:
        self._lock = lock

    def taken(self, wait: Wait) -> bool:
        """Wait for it; False where it was all over before."""
        if self._lock is None:
            return True
        waited = False
        while not self._hold(self._lock):
            if not waited:
                log.info("another node's worker mails and watches; this one waits")
            waited = True
            if wait(LOOK_SECONDS):
                return False
        return True

    def keep(self, wait: Wait) -> None:
        """Look again and again whether it is still ours, until it is all over. Raises GatewayFault where it is not."""
        while self._lock is not None and not wait(LOOK_SECONDS):
            if not self._lock.hold():
                raise GatewayFault("another node's worker has the turn")

    @staticmethod
    def _hold(lock: Lock) -> bool:
        try:
            return lock.hold()
        except GatewayFault as fault:
            log.warning("nobody can say whose turn it is: %s", fault)
            return False
