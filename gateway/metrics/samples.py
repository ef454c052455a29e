"""From a picture to the page. Pure. What nobody answered is left out, never shown as it was before."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from gateway.metrics import table
from gateway.metrics.exposition import of_spread
from gateway.metrics.families import Family, Sample, by_word, plain
from gateway.metrics.figures import Census, DoorStands, Figures, ShelfStands, StoresStand
from gateway.metrics.outcomes import logins
from gateway.metrics.picture import Picture, Process
from gateway.metrics.places import Place, Space
from gateway.metrics.readiness import Check
from gateway.version import VERSION

Found = dict[Family, Sequence[Sample]]


def found(picture: Picture, checks: Mapping[Check, bool], *, free_bytes_min: int, started_at: datetime) -> Found:
    """Every family there are numbers for. Raises ValueError for a word the table does not know."""
    made: Found = {
        table.INFO: by_word(table.INFO, {VERSION: 1.0}),
        table.UP: by_word(table.UP, {process.value: float(up) for process, up in _up(picture).items()}),
        table.READY: plain(table.READY, float(all(checks.values()))),
        table.CHECK: by_word(table.CHECK, {check.value: float(holds) for check, holds in checks.items()}),
        table.STARTED: by_word(table.STARTED, _starts(picture, started_at)),
        table.COLLECTED: plain(table.COLLECTED, picture.at.timestamp()),
        table.COLLECTING: plain(table.COLLECTING, picture.seconds),
        **_maybe({table.KEEPER: picture.keeper_seconds, table.REGISTRAR: picture.registrar_seconds}),
        **_spaces(picture.spaces, free_bytes_min),
        table.ENDS: by_word(table.ENDS, {which.value: end.timestamp() for which, end in picture.ends.items()}),
    }
    if picture.figures is not None:
        made |= _figures(picture.figures, picture.at)
    return made


def _up(picture: Picture) -> dict[Process, bool]:
    connected = {} if picture.figures is None else picture.figures.connections
    return {
        Process.KEEPER: picture.keeper_seconds is not None,
        Process.REGISTRAR: picture.figures is not None,
        Process.GATEWAY: connected.get("gateway", 0) > 0,
        Process.WORKER: connected.get("worker", 0) > 0,
        Process.ADMIN_UI: picture.office,
    }


def _starts(picture: Picture, started_at: datetime) -> dict[str, float]:
    registrar = {} if picture.figures is None else {"registrar": picture.figures.started_at}
    return {"monitor": started_at.timestamp(), **registrar}


def _spaces(spaces: Mapping[Place, Space], free_bytes_min: int) -> Found:
    return {
        table.BYTES: by_word(table.BYTES, {place.value: float(space.bytes) for place, space in spaces.items()}),
        table.FREE_BYTES: by_word(
            table.FREE_BYTES, {place.value: float(space.free_bytes) for place, space in spaces.items()}
        ),
        table.FREE_BYTES_MIN: plain(table.FREE_BYTES_MIN, float(free_bytes_min)),
        table.FREE_FILES: by_word(
            table.FREE_FILES,
            {place.value: float(space.free_files) for place, space in spaces.items() if not space.endless_files},
        ),
    }


def _figures(figures: Figures, at: datetime) -> Found:
    counted, lasts = table.events()
    heard = figures.heard_seconds.get(Process.WORKER.value)
    return {
        table.SESSIONS: by_word(table.SESSIONS, figures.sessions),
        table.LOGINS: by_word(table.LOGINS, logins(figures.events)),
        table.COMMITS: of_spread(table.COMMITS, figures.commits),
        **_maybe({table.WRITE: figures.write_seconds, table.READ: figures.read_seconds}),
        table.WITNESS_BEHIND: plain(table.WITNESS_BEHIND, float(figures.witness_behind)),
        table.WRITABLE: by_word(table.WRITABLE, {place.value: float(may) for place, may in figures.writable.items()}),
        table.CLOCK_TRUSTED: plain(table.CLOCK_TRUSTED, float(figures.clock_trusted)),
        table.CLOCK_DRIFT: plain(table.CLOCK_DRIFT, figures.clock_drift_seconds),
        **_maybe({table.WORKER_HEARD: None if heard is None else at.timestamp() - heard}),
        **({} if figures.door is None else _door(figures.door)),
        **({} if figures.census is None else _census(figures.census)),
        **({} if figures.stores is None else _stores(figures.stores)),
        **({} if figures.shelf is None else _shelf(figures.shelf)),
        counted: by_word(counted, {**_nothing(counted), **figures.events}),
        lasts: by_word(lasts, figures.last_events),
    }


def _stores(stores: StoresStand) -> Found:
    return {
        table.HOURS_LEFT: by_word(table.HOURS_LEFT, {place.value: left for place, left in stores.hours_left.items()}),
        table.SHORT: by_word(table.SHORT, {place.value: float(short) for place, short in stores.short.items()}),
        table.BALLAST: by_word(table.BALLAST, {place.value: float(there) for place, there in stores.ballasts.items()}),
    }


def _shelf(shelf: ShelfStands) -> Found:
    numbers = {
        table.SHELF_UP: not shelf.lost,
        table.SHELF_WAITING: shelf.waiting,
        table.SHELF_WAITING_BYTES: shelf.waiting_bytes,
        table.SHELF_OLDEST: shelf.oldest_seconds,
        table.SHELF_REFUSED: shelf.refused,
        table.SHELF_SHIPPED: shelf.shipped,
        table.SHELF_SHIPPED_BYTES: shelf.shipped_bytes,
    }
    return {family: plain(family, float(number)) for family, number in numbers.items()}


def _nothing(family: Family) -> dict[str, float]:
    """Every word of it with 0: what happens for the first time is an increase then, and not a series out of nowhere."""
    return dict.fromkeys(family.label.words, 0.0) if family.label is not None else {}


def _door(door: DoorStands) -> Found:
    numbers = {
        table.PROCESSES: door.processes,
        table.PLACES: door.places,
        table.UNAUTHENTICATED: door.unauthenticated,
        table.WAITING: door.waiting,
        table.REFUSED: door.refused,
        table.FAILED: door.failed,
    }
    return {family: plain(family, float(number)) for family, number in numbers.items()}


def _census(census: Census) -> Found:
    numbers = {
        table.ENTRIES: census.entries,
        table.UNSIGNED: census.entries - census.signed_entries,
        table.ORDERS: census.orders_waiting,
        table.PROPOSALS: census.proposals_waiting,
        table.LOCKED: census.accounts_locked,
        table.RECORDINGS_OPEN: census.recordings_open,
        table.RECORDINGS_UNSEALED: census.recordings_unsealed,
        table.DATABASE: census.database_bytes,
    }
    return {
        **{family: plain(family, float(number)) for family, number in numbers.items()},
        table.COURSES: by_word(table.COURSES, census.sessions),
        table.FREEZES: by_word(table.FREEZES, census.freezes),
        table.SHOWN: by_word(table.SHOWN, census.shown_today),
        **_maybe({table.CHECKPOINT: census.checkpoint_at, table.WITNESS_MAILED: census.witness_mailed_at}),
    }


def _maybe(numbers: Mapping[Family, float | None]) -> Found:
    return {family: plain(family, number) for family, number in numbers.items() if number is not None}
