"""Readings of schemas in the worker's process, beside its other parts, with a line to the keeper and one to the registrar."""

import threading

from gateway.ipc.client import LastingCaller
from gateway.keeper import database_clients
from gateway.registrar.client import Schemas
from gateway.settings.schema import Settings
from gateway.wiring.beside import Beside
from gateway.wiring.places import places
from gateway.worker.readings import Readings


def reading_schemas(settings: Settings, over: threading.Event) -> Beside:
    """The readings, running."""
    at = places(settings)
    keeper, registrar = (LastingCaller(at.door(process, "worker")) for process in ("keeper", "registrar"))
    readings = Readings(
        register=Schemas(registrar),
        login_of=lambda each: database_clients.CatalogueLogin(keeper, target=each.target.name, account=each.account),
    )
    return Beside("readings", readings.run, over, [keeper, registrar])
