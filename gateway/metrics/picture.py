"""One look at everything, taken by the clock and not by who asks: a page is made from the last one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.metrics.figures import Figures
from gateway.metrics.places import Place, Space


class Process(StrEnum):
    """Those of `sekisho serve` that are looked at."""

    KEEPER = "keeper"
    REGISTRAR = "registrar"
    GATEWAY = "gateway"
    WORKER = "worker"
    ADMIN_UI = "admin_ui"


class Ending(StrEnum):
    """Certificates that end one day."""

    OFFICE = "office"  # what browsers are shown
    OFFICE_AUTHORITY = "office-authority"  # ours, where there is one
    DATABASE_AUTHORITY = "database-authority"
    MONITOR = "monitor"  # what scrapers are shown
    TARGET_PIN = "target-pin"  # the first of the targets' pinned ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """`at` wall time, `taken` monotonic seconds, both of the end of the look. None: nobody answered in time.

    `spaces` are the registrar's; while it does not answer, those the monitor sees itself.
    """

    at: datetime
    taken: float
    seconds: float
    figures: Figures | None
    registrar_seconds: float | None
    keeper_seconds: float | None
    office: bool
    spaces: Mapping[Place, Space]
    ends: Mapping[Ending, datetime]
