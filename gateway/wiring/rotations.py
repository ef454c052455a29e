"""Rotations in the worker's process, beside its other parts, with a line to the keeper and one to the registrar."""

import threading

from gateway.ipc.client import LastingCaller
from gateway.keeper import clients
from gateway.registrar.client import WorkerClient
from gateway.settings.schema import Settings
from gateway.wiring.beside import Beside
from gateway.wiring.places import places
from gateway.worker.rotations import Rotations


def rotating(settings: Settings, over: threading.Event) -> Beside:
    """The rotations, running."""
    at = places(settings)
    keeper, registrar = (LastingCaller(at.door(process, "worker")) for process in ("keeper", "registrar"))
    rotations = Rotations(register=WorkerClient(registrar), vault=clients.Rotation(keeper))
    return Beside("rotations", rotations.run, over, [keeper, registrar])
