"""Rotations in the worker's process: a thread of their own, with a line to the keeper and one to the registrar."""

import logging
import threading

from gateway.ipc.client import LastingCaller
from gateway.keeper import clients
from gateway.registrar.client import WorkerClient
from gateway.settings.schema import Settings
from gateway.wiring.places import places
from gateway.worker.rotations import Rotations

log = logging.getLogger(__name__)


class Rotating:
    """The rotations, running from the start on. When their thread breaks, the worker ends and is started again."""

    def __init__(self, settings: Settings, over: threading.Event) -> None:
        at = places(settings)
        self._lines = [LastingCaller(at.door(process, "worker")) for process in ("keeper", "registrar")]
        keeper, registrar = self._lines
        self._rotations = Rotations(register=WorkerClient(registrar), vault=clients.Rotation(keeper))
        self._over = over
        self.broke = False
        self._thread = threading.Thread(target=self._run, name="rotations", daemon=True)
        self._thread.start()

    def end(self, seconds: float) -> None:
        """Wait for the one that is being done, a little while; call it when `over` is set."""
        self._thread.join(seconds)
        for line in self._lines:
            line.close()

    def _run(self) -> None:
        try:
            self._rotations.run(self._over.wait)
        except Exception:  # whatever it was, nobody else would hear of it: the worker ends
            log.exception("the rotations broke, the worker ends")
            self.broke = True
            self._over.set()
