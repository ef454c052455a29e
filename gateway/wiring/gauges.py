"""What the registrar's figures are read from: its database, the targets' pins, and the folders it writes to."""

from functools import partial
from typing import Final

from sqlalchemy import Engine

from gateway.detection.rules.ending_pins import last_of
from gateway.metrics.figures import Census
from gateway.metrics.places import looked
from gateway.registrar.parts import Gauges
from gateway.settings.schema import Settings
from gateway.storage.engine import reading
from gateway.storage.queries.census import census
from gateway.vocabulary.clock import JST, Clock
from gateway.wiring.pins import StoredPins
from gateway.wiring.places import folders

PINS_SECONDS: Final = 600.0  # certificates are parsed for it


def gauges(settings: Settings, engine: Engine, clock: Clock) -> Gauges:
    """Of one node's registrar."""
    return Gauges(census=_Counting(engine, clock).census, places=partial(looked, folders(settings)))


class _Counting:
    """Used by one thread."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock
        self._pins = StoredPins(engine)
        self._pin_ends_at: float | None = None
        self._pins_looked_at: float | None = None

    def census(self) -> Census:
        """Raises GatewayFault where the database cannot be read."""
        self._look_at_pins()
        now = self._clock.now()
        with reading(self._engine) as connection:
            return census(connection, now, now.astimezone(JST).date(), self._pin_ends_at)

    def _look_at_pins(self) -> None:
        now = self._clock.monotonic()
        if self._pins_looked_at is not None and now - self._pins_looked_at < PINS_SECONDS:
            return
        lasts = [last_of(target.pins) for target in self._pins.targets()]
        ends = [last.ends_at.timestamp() for last in lasts if last is not None]
        self._pin_ends_at, self._pins_looked_at = min(ends, default=None), now
