"""The database as a process may use it: in its own role, of the version this program knows, durable where it writes."""

from enum import Enum

from sqlalchemy import Engine, make_url

from gateway.settings.schema import Settings
from gateway.storage.address import parsed, sqlite_file
from gateway.storage.credentials import with_credentials
from gateway.storage.durability import require_durable
from gateway.storage.engine import open_engine
from gateway.storage.held_lock import HeldLock
from gateway.storage.revision import require_current
from gateway.storage.rights import RIGHTS, Process
from gateway.storage.rights_held import require_rights
from gateway.vocabulary.outcome import GatewayFault

OWNER = "owner"
FILE_COMMIT_SECONDS, SERVER_COMMIT_SECONDS = 3.0, 6.0
SERVER_COMMIT_SECONDS_LEAST = 5.0
SAYS_WHY_SECONDS = 0.5


class Use(Enum):
    """What a process does with the database."""

    WRITES = "writes"
    READS = "reads"


def roles_of(settings: Settings) -> dict[Process, str]:
    """The role of each process that opens the database; empty for a SQLite file."""
    if sqlite_file(parsed(settings.database)) is not None:
        return {}
    named = {Process(process): role for process, role in settings.state.database_roles.items()}
    return {process: named.get(process, f"sekisho_{process}") for process in Process if RIGHTS[process]}


def address_of(settings: Settings, process: str) -> str:
    """The database's address for `process`: in its own role, and with its own proof of it."""
    role = roles_of(settings).get(Process(process))
    return settings.database if role is None else _address(settings, role, process)


def owners_address(settings: Settings) -> str:
    """The same for whoever owns the tables, as the settings name him: `init` and `restore` alone."""
    owner = make_url(settings.database).username
    return settings.database if not roles_of(settings) else _address(settings, owner, OWNER)


def open_database(settings: Settings, process: str, use: Use) -> Engine:
    """An engine for `process`. Raises GatewayFault for a database that is missing, of another version, or not durable.

    On PostgreSQL also where the role may more, or less, than its process is to.
    """
    engine = open_engine(
        address_of(settings, process), application=f"sekisho-{process}", wait_milliseconds=wait_milliseconds(settings)
    )
    require_current(engine)
    require_rights(engine, Process(process))
    if use is Use.WRITES:
        require_durable(engine)
    return engine


def commit_seconds(settings: Settings) -> float:
    """How long a commit may take before the journal counts as one that cannot be written (R-11).

    A file stands on a disk: an honest slow one (a spinning disk beside a backup, a throttled volume) keeps a commit for a
    second, two at worst. A server may keep the lock of a node that vanished for four (HELD_OFF_MILLISECONDS_MAX), and one node's
    end must not be the other's. Raises GatewayFault where the settings ask for less than that of a server.
    """
    chosen, on_server = settings.state.commit_seconds, bool(roles_of(settings))
    if on_server and chosen is not None and chosen < SERVER_COMMIT_SECONDS_LEAST:
        raise GatewayFault(
            f"state.commit_seconds = {chosen:g} is less than PostgreSQL needs to free a vanished node's lock: "
            f"{SERVER_COMMIT_SECONDS_LEAST:g} at least"
        )
    if chosen is not None:
        return chosen
    return SERVER_COMMIT_SECONDS if on_server else FILE_COMMIT_SECONDS


def wait_milliseconds(settings: Settings) -> int:
    """How long another writer's lock is waited for: over a little before the commit's own time, so that it says why."""
    return round(1000 * (commit_seconds(settings) - SAYS_WHY_SECONDS))


def held_lock(settings: Settings, process: str, name: str) -> HeldLock | None:
    """A name that one process of all nodes holds; None on a SQLite file, which is one node's alone. Nothing is opened yet."""
    if not roles_of(settings):
        return None
    return HeldLock(address_of(settings, process), name, application=f"sekisho-{process}-held")


def _address(settings: Settings, role: str | None, process: str) -> str:
    url = make_url(settings.database).set(username=role)
    return with_credentials(url, settings.state.database_credentials, process).render_as_string(hide_password=False)
