"""THE table of metrics. What is not here is not exposed; rules and dashboards may name nothing else (tests/deploy)."""

from typing import Final

from gateway.audit.event import KINDS
from gateway.authorization.request import Capability
from gateway.disclosure.keeping import Door
from gateway.metrics.families import Family, Kind, Label
from gateway.metrics.outcomes import Outcome
from gateway.metrics.picture import Ending, Process
from gateway.metrics.places import Place
from gateway.metrics.readiness import Check
from gateway.sessions.standing import Course
from gateway.version import VERSION

_PROCESS: Final = Label(name="process", words=frozenset(Process))
_STARTED: Final = Label(name="process", words=frozenset({"registrar", "monitor"}))
_PLACE: Final = Label(name="place", words=frozenset(Place))


def _gauge(name: str, says: str, label: Label | None = None) -> Family:
    return Family(name=f"sekisho_{name}", kind=Kind.GAUGE, says=says, label=label)


def _counter(name: str, says: str, label: Label | None = None) -> Family:
    return Family(name=f"sekisho_{name}", kind=Kind.COUNTER, says=says, label=label)


INFO: Final = _gauge("info", "Always 1.", Label(name="version", words=frozenset({VERSION})))
UP: Final = _gauge("up", "1 if the process answered or is connected.", _PROCESS)
READY: Final = _gauge("ready", "1 if a log-in would succeed now, as /readyz says.")
CHECK: Final = _gauge("check", "1 if this part of readiness holds.", Label(name="check", words=frozenset(Check)))
STARTED: Final = _gauge("start_time_seconds", "When the process began, Unix time.", _STARTED)
COLLECTED: Final = _gauge("collected_timestamp_seconds", "When these figures were collected, Unix time.")
COLLECTING: Final = _gauge("collect_seconds", "How long the last look took.")

SESSIONS: Final = _gauge(
    "sessions", "Open sessions of this node.", Label(name="capability", words=frozenset(Capability))
)
COURSES: Final = _gauge(
    "sessions_by_course",
    "Open sessions of all nodes: running, paused, frozen.",
    Label(name="course", words=frozenset(Course)),
)
PROCESSES: Final = _gauge("door_processes", "Session processes of this node.")
PLACES: Final = _gauge("door_places", "How many session processes there may be.")
UNAUTHENTICATED: Final = _gauge("door_unauthenticated", "Session processes before their log-in.")
WAITING: Final = _gauge("door_waiting", "Connections that have not said their version yet.")
REFUSED: Final = _counter("door_refused_total", "Connections turned away at the door.")
FAILED: Final = _counter("door_failed_total", "Connections that ended before their log-in.")

LOGINS: Final = _counter("logins_total", "Log-ins at both doors.", Label(name="outcome", words=frozenset(Outcome)))
FREEZES: Final = _gauge(
    "freezes",
    "People who are shown nothing at a door until somebody releases.",
    Label(name="door", words=frozenset(Door)),
)
SHOWN: Final = _gauge(
    "shown_today",
    "People whose data was shown today (in Japan), by how; estimated is for shells.",
    Label(name="how", words=frozenset({"masked", "revealed", "estimated"})),
)
ORDERS: Final = _gauge("orders_waiting", "Work orders that wait for an approval.")
PROPOSALS: Final = _gauge("proposals_waiting", "Changes that wait for a second person.")
LOCKED: Final = _gauge("accounts_locked", "Accounts locked after too many failures.")

ENTRIES: Final = _gauge("journal_entries", "Entries of the journal.")
UNSIGNED: Final = _gauge("journal_unsigned_entries", "Entries that no checkpoint covers yet.")
CHECKPOINT: Final = _gauge("checkpoint_timestamp_seconds", "When the last checkpoint was signed, Unix time.")
WITNESS_BEHIND: Final = _gauge("witness_behind", "1 if the witness has not got the last checkpoint.")
WITNESS_MAILED: Final = _gauge("witness_mail_timestamp_seconds", "When a checkpoint was mailed last, Unix time.")
RECORDINGS_OPEN: Final = _gauge("recordings_open", "Recordings being written.")
RECORDINGS_UNSEALED: Final = _gauge("recordings_unsealed", "Recordings without a seal whose sessions are over.")

SHELF_UP: Final = _gauge("store_up", "1 while the recording store takes recordings; only with recordings.store = s3.")
SHELF_WAITING: Final = _gauge("store_waiting", "Sealed recordings of this node that are not in the store yet.")
SHELF_WAITING_BYTES: Final = _gauge("store_waiting_bytes", "Their size.")
SHELF_OLDEST: Final = _gauge(
    "store_waiting_seconds", "How long the oldest of them has been sealed; 0 where there is none."
)
SHELF_REFUSED: Final = _gauge("store_refused", "Recordings the store does not take, or holds otherwise than they are.")
SHELF_SHIPPED: Final = _counter(
    "store_shipped_total", "Recordings copied into the store and read back since the start."
)
SHELF_SHIPPED_BYTES: Final = _counter("store_shipped_bytes_total", "Their size.")

COMMITS: Final = Family(
    name="sekisho_commit_seconds", kind=Kind.HISTOGRAM, says="The registrar's transactions, until they were durable."
)
WRITE: Final = _gauge("database_write_seconds", "Until an empty transaction had its turn and ended.")
READ: Final = _gauge("database_read_seconds", "How long the registrar read for these figures.")
DATABASE: Final = _gauge("database_bytes", "Size of the database.")
KEEPER: Final = _gauge("keeper_seconds", "Until the keeper had answered and read its database.")
REGISTRAR: Final = _gauge("registrar_seconds", "Until the registrar had answered.")

BYTES: Final = _gauge("space_bytes", "Size of the file system.", _PLACE)
FREE_BYTES: Final = _gauge("space_free_bytes", "Free bytes of the file system.", _PLACE)
FREE_BYTES_MIN: Final = _gauge("space_free_bytes_min", "Below so many free bytes /readyz says no.")
HOURS_LEFT: Final = _gauge(
    "space_hours_left", "Hours until the store is full at the rate of the last hours; missing where it is not.", _PLACE
)
SHORT: Final = _gauge("space_short", "1 if no new session is let in for want of room there.", _PLACE)
BALLAST: Final = _gauge("space_ballast", "1 if the store's ballast lies there.", _PLACE)
FREE_FILES: Final = _gauge("space_free_files", "Free inodes of the file system.", _PLACE)
WRITABLE: Final = _gauge("writable", "1 if the registrar may write there.", _PLACE)

CLOCK_TRUSTED: Final = _gauge("clock_trusted", "1 if events may be stamped with this clock.")
CLOCK_DRIFT: Final = _gauge("clock_drift_seconds", "How far wall time has left its distance from boot time.")
WORKER_HEARD: Final = _gauge("worker_heard_timestamp_seconds", "When the worker asked something last, Unix time.")
ENDS: Final = _gauge(
    "certificate_end_timestamp_seconds",
    "When a certificate ends, Unix time.",
    Label(name="certificate", words=frozenset(Ending)),
)


def events() -> tuple[Family, Family]:
    """By kind: how many were journalled, and when the last was. Known once every module of events is loaded."""
    kinds = Label(name="kind", words=frozenset(KINDS))
    return (
        _counter("events_total", "Entries this node's registrar has journalled since it started.", kinds),
        _gauge("event_timestamp_seconds", "When an entry of this kind was journalled last, Unix time.", kinds),
    )


def families() -> tuple[Family, ...]:
    """All of them, in the order of the page."""
    return (*(each for each in globals().values() if isinstance(each, Family)), *events())
