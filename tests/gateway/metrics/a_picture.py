"""A picture of a node that is well, to be changed in one thing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec

import gateway.wiring.events  # noqa: F401  # the kinds are labels
from gateway.metrics.figures import Census, DoorStands, Figures, ShelfStands, StoresStand
from gateway.metrics.histogram import COMMIT_BOUNDS, Histogram
from gateway.metrics.picture import Ending, Picture
from gateway.metrics.places import Place, Space

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
GIB = 1 << 30
ROOM = Space(bytes=100 * GIB, free_bytes=50 * GIB, free_files=1000, endless_files=False)
DOOR = DoorStands(waiting=1, unauthenticated=2, processes=9, places=2000, refused=3, failed=4)

STORES = StoresStand(
    short={Place.RECORDINGS: False}, hours_left={Place.RECORDINGS: 90.0}, ballasts={Place.RECORDINGS: True}
)
SHELF = ShelfStands(
    waiting=2, waiting_bytes=7000, oldest_seconds=1.5, shipped=40, shipped_bytes=9_000_000, refused=0, lost=False
)  # fmt: skip


def a_census(**changed) -> Census:
    census = Census(
        entries=1200, signed_entries=1190, checkpoint_at=NOW.timestamp() - 20, witness_mailed_at=NOW.timestamp() - 7200,
        sessions={"running": 6, "paused": 0, "frozen": 1}, freezes={"database": 0, "shell": 1}, orders_waiting=2,
        proposals_waiting=1, accounts_locked=1, recordings_open=7, recordings_unsealed=0,
        shown_today={"masked": 300, "revealed": 2, "estimated": 40}, pin_ends_at=None, database_bytes=5_000_000,
    )  # fmt: skip
    return msgspec.structs.replace(census, **changed)


def some_figures(**changed) -> Figures:
    commits = Histogram(COMMIT_BOUNDS)
    for seconds in (0.002, 0.003, 0.02, 9.0):
        commits.add(seconds)
    figures = Figures(
        started_at=NOW.timestamp() - 3600, clock_trusted=True, clock_drift_seconds=0.001,
        events={"login.completed": 5, "login.failed": 2, "session.opened": 5},
        last_events={"login.completed": NOW.timestamp() - 60}, commits=commits.spread(), write_seconds=0.001,
        read_seconds=0.004, connections={"gateway": 1, "worker": 5, "session": 7, "keeper": 1, "monitor": 1},
        heard_seconds={"worker": 0.4}, sessions={"shell": 4, "query": 3}, witness_behind=False,
        spaces=dict.fromkeys(Place, ROOM),
        writable={place: True for place in Place if place is not Place.STATE}, door=DOOR,
        door_told_seconds=1.0, census=a_census(), stores=STORES, shelf=SHELF,
    )  # fmt: skip
    return msgspec.structs.replace(figures, **changed)


def a_picture(**changed) -> Picture:
    picture = Picture(
        at=NOW, taken=1000.0, seconds=0.02, figures=some_figures(), registrar_seconds=0.01, keeper_seconds=0.002,
        office=True, spaces=dict.fromkeys(Place, ROOM), ends={Ending.OFFICE: NOW + timedelta(days=300)},
    )  # fmt: skip
    return replace(picture, **changed)
