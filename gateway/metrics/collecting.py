"""Looking at everything each few seconds, on one thread that waits for whoever is slow, so that no scraper ever does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from gateway.ipc.messages import CallRefused
from gateway.metrics.figures import Figures
from gateway.metrics.picture import Ending, Picture
from gateway.metrics.places import Place, look, visible
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault

LOOK_SECONDS: Final = 3.0
ENDS_SECONDS: Final = 15.0  # between two looks at the office and at certificates


class Registrar(Protocol):
    """This node's."""

    def figures(self) -> Figures:
        """What it knows. Raises GatewayFault or CallRefused where it does not answer in time."""


class Keeper(Protocol):
    """The keeper."""

    def ready(self) -> None:
        """Returns once it has read its database as a log-in would. Raises GatewayFault or CallRefused."""


class Certificates(Protocol):
    """Those whose end can be seen from outside."""

    def office(self) -> datetime | None:
        """Connects to the office: when the certificate it shows ends, None where that cannot be told. Raises OSError."""

    def files(self) -> Mapping[Ending, datetime]:
        """Those that lie open as files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Everybody who is asked."""

    registrar: Registrar
    keeper: Keeper
    certificates: Certificates
    folders: Mapping[Place, Path]


class Collector:
    """`run` until `wait` says that it is over; each picture is given to `show`."""

    def __init__(self, sources: Sources, clock: Clock, show: Callable[[Picture], None]) -> None:
        self._sources, self._clock, self._show = sources, clock, show
        self._ends: dict[Ending, datetime] = {}
        self._office = False
        self._ends_at: float | None = None

    def run(self, wait: Callable[[float], bool]) -> None:
        """`wait(seconds)` sleeps and returns True when it is over."""
        self._show(self.look())
        while not wait(LOOK_SECONDS):
            self._show(self.look())

    def look(self) -> Picture:
        """One look at all of it."""
        began = self._clock.monotonic()
        figures, registrar_seconds = self._figures()
        keeper_seconds = self._keeper()
        spaces = look(visible(self._sources.folders)) if figures is None else figures.spaces
        self._look_at_ends()
        ends = dict(self._ends)
        if figures is not None and figures.census is not None and figures.census.pin_ends_at is not None:
            ends[Ending.TARGET_PIN] = datetime.fromtimestamp(figures.census.pin_ends_at, self._clock.now().tzinfo)
        now = self._clock.monotonic()
        return Picture(
            at=self._clock.now(),
            taken=now,
            seconds=now - began,
            figures=figures,
            registrar_seconds=registrar_seconds,
            keeper_seconds=keeper_seconds,
            office=self._office,
            spaces=spaces,
            ends=ends,
        )

    def _figures(self) -> tuple[Figures | None, float | None]:
        began = self._clock.monotonic()
        try:
            figures = self._sources.registrar.figures()
        except (GatewayFault, CallRefused):
            return None, None  # its absence is the figure
        return figures, self._clock.monotonic() - began

    def _keeper(self) -> float | None:
        began = self._clock.monotonic()
        try:
            self._sources.keeper.ready()
        except (GatewayFault, CallRefused):
            return None
        return self._clock.monotonic() - began

    def _look_at_ends(self) -> None:
        """Now and then; an office that is not there is looked for each time."""
        now = self._clock.monotonic()
        if self._office and self._ends_at is not None and now - self._ends_at < ENDS_SECONDS:
            return
        self._ends_at = now
        self._ends = dict(self._sources.certificates.files())
        try:
            end = self._sources.certificates.office()
        except OSError:
            self._office = False
            return
        self._office = True
        if end is not None:
            self._ends[Ending.OFFICE] = end
