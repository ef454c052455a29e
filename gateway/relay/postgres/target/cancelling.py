"""Asking a target to end what a session is running there: a CancelRequest on a connection of its own, as PostgreSQL wants it.

It goes the same pinned way as the session, in a thread that ends by itself within CANCEL_SECONDS; while one is under way no other
is begun. The target signals before it closes that connection, so what is sent after `under_way` is over is not hit by it.
"""

import logging
import threading
from typing import Final

from gateway.relay.postgres.stream import Stream
from gateway.relay.postgres.target.deadline import Deadline, read
from gateway.relay.postgres.target.dialling import dialled
from gateway.relay.postgres.target.faults import worded
from gateway.relay.postgres.wire.opening import CancelRequest
from gateway.relay.postgres.wire.status import BackendKeyData
from gateway.relay.reaching import Unreachable
from gateway.vocabulary.outcome import TargetError
from gateway.vocabulary.target import Target

log = logging.getLogger(__name__)
CANCEL_SECONDS: Final = 5.0
HEARD_BYTES_MAX: Final = 4096  # nothing is said there


class Cancel:
    """Cancels on one connection, whenever called. Without a key (a target that gave none) nothing happens."""

    def __init__(self, target: Target, key: BackendKeyData | None) -> None:
        self._target, self._key = target, key
        self._busy = threading.Lock()

    @property
    def under_way(self) -> bool:
        """True until the target has done with the last one, or CANCEL_SECONDS are over."""
        return self._busy.locked()

    def __call__(self) -> None:
        """Ask for it; returns at once and never raises."""
        if self._key is None or not self._busy.acquire(blocking=False):
            return
        packet = CancelRequest(process_id=self._key.process_id, secret_key=self._key.secret_key).encoded()
        try:
            threading.Thread(target=self._sent, args=(packet,), name="cancel", daemon=True).start()
        except RuntimeError as error:  # no thread to be had: the statement's own time limit ends it
            self._busy.release()
            log.warning("a statement could not be cancelled: %s", error)

    def _sent(self, packet: bytes) -> None:
        try:
            with worded():
                self._send(packet)
        except TargetError as error:
            log.warning("a statement on %s was not cancelled: %s", self._target.name, error)
        finally:
            self._busy.release()

    def _send(self, packet: bytes) -> None:
        until = Deadline(CANCEL_SECONDS)
        stream = dialled(self._target, None, until).stream
        try:
            stream.write(packet)
            _until_closed(stream, until)
        finally:
            stream.close()


def _until_closed(stream: Stream, until: Deadline) -> None:
    """Returns once the target has closed: by then the signal is on its way."""
    heard = 0
    while heard < HEARD_BYTES_MAX:
        try:
            heard += len(read(stream, until))
        except Unreachable:
            return
