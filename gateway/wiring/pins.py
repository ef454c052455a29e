"""The watch for ending certificates inside the worker's process, beside its other parts: what is pinned, what was told of it."""

import threading
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Engine

from gateway.audit.entry import EntryMalformed
from gateway.audit.event import EventRefused
from gateway.crypto.server_certificate import UnfitCertificate, from_der
from gateway.detection.rules.ending_pins import Pinned
from gateway.storage.engine import reading
from gateway.storage.queries.journal import JournalFilter, entries
from gateway.storage.queries.targets import pinned_databases
from gateway.vocabulary.clock import SystemClock, moment_of
from gateway.wiring.beside import Beside
from gateway.worker.events import CertificateEnding
from gateway.worker.pins import PinnedTarget, PinWatch
from gateway.worker.ports import Registrar

LOOKED_AT_MAX: Final = 8  # newest entries of a target: one a day at most, of one certificate after another


class StoredPins:
    """Fills `worker.pins.Pins` from the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def targets(self) -> Sequence[PinnedTarget]:
        """Those whose certificates can be read; of what cannot, no end is known."""
        with reading(self._engine) as connection:
            found = pinned_databases(connection)
        return [PinnedTarget(name=name, pins=tuple(_read(pins))) for name, pins in found]

    def told_at(self, target: str, print_: str) -> datetime | None:
        """By the entries' bytes."""
        wanted = JournalFilter(kind=CertificateEnding.kind, target=target, limit=LOOKED_AT_MAX)
        with reading(self._engine) as connection:
            found = entries(connection, wanted)
        for entry in found:
            try:
                event, at = entry.event(), moment_of(entry.at)
            except (EntryMalformed, EventRefused, ValueError):
                continue
            if isinstance(event, CertificateEnding) and event.print == print_:
                return at
        return None


def watching_pins(engine: Engine, registrar: Registrar, over: threading.Event) -> Beside:
    """The watch, running."""
    watch = PinWatch(clock=SystemClock(), registrar=registrar, pins=StoredPins(engine))
    return Beside("pins", watch.run, over)


def _read(pins: Sequence[bytes]) -> list[Pinned]:
    found: list[Pinned] = []
    for der in pins:
        try:
            certificate = from_der(der)
        except UnfitCertificate:
            continue
        found.append(Pinned(print=certificate.print, ends_at=certificate.valid_until))
    return found
