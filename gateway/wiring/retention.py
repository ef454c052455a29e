"""The end of recordings in the worker's process, beside its other parts, with a line to the registrar."""

import threading
from typing import Final

from gateway.ipc.client import LastingCaller
from gateway.ipc.messages import NoParams
from gateway.registrar.retention_desk import Retained
from gateway.settings.schema import Settings
from gateway.wiring.beside import Beside
from gateway.wiring.places import places
from gateway.worker.retention import RetentionWatch

RUN_SECONDS: Final = 3600.0  # a first look may go through years of recordings


def retiring(settings: Settings, over: threading.Event) -> Beside:
    """The watch, running."""
    registrar = LastingCaller(places(settings).door("registrar", "worker"))

    def end_what_is_due() -> Retained:
        return registrar.call("retention.run", NoParams(), Retained, timeout_seconds=RUN_SECONDS)

    return Beside("retention", RetentionWatch(end_what_is_due).run, over, [registrar])
