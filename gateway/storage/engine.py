"""Connections as every process opens them, and the two kinds of transaction.

- SQLite: write-ahead log, `synchronous=FULL` (a commit that returned is on disk), foreign keys on, a writer takes its lock
  first (BEGIN IMMEDIATE: no half-way "database is locked"), a reader takes none and writes nothing (`query_only`).
- PostgreSQL: `synchronous_commit=on`, bounded waits, READ COMMITTED (whoever waited for the writers' lock sees what the one
  before wrote), names found in our schema alone, never a standby; a reader is one read-only REPEATABLE READ snapshot.
Whatever the database raises leaves `writing` and `reading` as GatewayFault, without the values of the statement.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any
from urllib.parse import quote

from psycopg.types.numeric import IntLoader
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from gateway.storage.address import parsed, sqlite_file
from gateway.storage.credentials import refuse_environment
from gateway.vocabulary.outcome import GatewayFault

WAIT_MILLISECONDS_MAX = 5_000  # for another writer's lock, where whoever opens says nothing else
IDLE_MILLISECONDS_MAX = 20_000  # a transaction that stands still is ended by the server
HELD_OFF_MILLISECONDS_MAX = 4_000  # the same where others wait for it: over before their WAIT_MILLISECONDS_MAX
POOL_CONNECTIONS_MAX = 4

_ACCESS = "sekisho_access"
_WRITERS_LOCK = 0x6A6F7572  # any number, but always this one
_LINE = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,  # a network that swallows everything is noticed (milliseconds)
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "gssencmode": "disable",  # what encrypts is TLS, by the certificate that `address` asks for
    "target_session_attrs": "read-write",
}
_FILE_PRAGMAS = (
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "trusted_schema=OFF",
    "temp_store=MEMORY",
)


class Access(Enum):
    """What a transaction is for."""

    WRITE = "write"
    READ = "read"


def open_engine(url: str, *, application: str = "sekisho", wait_milliseconds: int | None = None) -> Engine:
    """An engine on an existing database; connects on first use. `application` is the name PostgreSQL's own lists show.

    `wait_milliseconds` is how long another writer's lock is waited for; None: WAIT_MILLISECONDS_MAX.
    Raises GatewayFault for a URL that is not supported or a SQLite file that does not exist.
    """
    address = parsed(url)
    file = sqlite_file(address)
    wait = WAIT_MILLISECONDS_MAX if wait_milliseconds is None else wait_milliseconds
    if file is None:
        return _server_engine(address, application, wait)
    if not file.is_file():
        raise GatewayFault(f"there is no database at {file}; `sekisho init` makes one")
    return _file_engine(address, wait)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that may write: committed at the end of the block, undone by an exception.

    Raises GatewayFault for anything the database refuses, waiting a bounded time for another writer.
    """
    with _transaction(engine, {_ACCESS: Access.WRITE}) as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One snapshot that nobody writes through and no writer waits for. Raises GatewayFault as `writing` does."""
    options: dict[str, Any] = {_ACCESS: Access.READ}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with _transaction(engine, options) as connection:
        yield connection


def hold_off_writers(connection: Connection) -> None:
    """In a writing transaction: no other transaction that calls this goes on until this one ends.

    SQLite's BEGIN IMMEDIATE has done that already; PostgreSQL takes one advisory lock. Nothing happens in a reading one.
    """
    if connection.dialect.name == "postgresql" and connection.get_execution_options().get(_ACCESS) is Access.WRITE:
        idle = f"set_config('idle_in_transaction_session_timeout', '{HELD_OFF_MILLISECONDS_MAX}', true)"
        connection.exec_driver_sql(f"SELECT {idle}, pg_advisory_xact_lock({_WRITERS_LOCK})")


@contextmanager
def _transaction(engine: Engine, options: dict[str, Any]) -> Iterator[Connection]:
    try:
        with engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection
    except SQLAlchemyError as broken:
        raise database_fault(broken) from broken


def database_fault(broken: SQLAlchemyError) -> GatewayFault:
    """What the database said, as our fault: its first line, without the values that PostgreSQL's DETAIL lines quote."""
    cause = broken.orig if isinstance(broken, DBAPIError) else broken
    lines = str(cause).splitlines() or [""]
    return GatewayFault(f"the database failed: {type(cause).__name__}: {lines[0]}")


def _server_engine(address: URL, application: str, wait_milliseconds: int) -> Engine:
    refuse_environment()
    settings = {
        "synchronous_commit": "on",
        "default_transaction_isolation": r"read\ committed",
        "search_path": "public,pg_temp",
        "timezone": "UTC",
        "lock_timeout": str(wait_milliseconds),
        "idle_in_transaction_session_timeout": str(IDLE_MILLISECONDS_MAX),
        "tcp_keepalives_idle": "1",  # so that the server notices a machine that vanished, and frees its locks
        "tcp_keepalives_interval": "1",
        "tcp_keepalives_count": "2",
    }
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    engine = create_engine(
        address,
        hide_parameters=True,
        pool_size=POOL_CONNECTIONS_MAX,
        pool_pre_ping=True,  # a restarted server costs a new connection, not a failed transaction
        connect_args={**_LINE, "application_name": application, "options": options},
    )
    event.listen(engine, "connect", _prepare_line)
    event.listen(engine, "before_cursor_execute", _ask_without_nul, retval=True)
    return engine


def _prepare_line(connection: Any, _record: object) -> None:  # psycopg.Connection
    """A sum of whole numbers is a `numeric` there; we have no other one, so it is a whole number again."""
    connection.adapters.register_loader("numeric", IntLoader)


def _ask_without_nul(  # SQLAlchemy's own
    connection: Connection, _cursor: object, statement: str, parameters: Any, _context: object, _many: object
) -> tuple[str, Any]:
    """No text on a server holds a NUL: who looks for one finds nothing, as in a file, and meets no fault."""
    reads = connection.get_execution_options().get(_ACCESS) is Access.READ
    if reads and isinstance(parameters, dict):
        parameters = {
            name: value.replace("\0", "\ufffd") if isinstance(value, str) else value
            for name, value in parameters.items()
        }
    return statement, parameters


def _file_engine(address: URL, wait_milliseconds: int) -> Engine:
    existing = URL.create(
        "sqlite+pysqlite", database=f"file:{quote(str(address.database))}", query={"mode": "rw", "uri": "true"}
    )  # SQLite itself never creates the file: its rights and owner are set where it is made
    engine = create_engine(
        existing,
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=POOL_CONNECTIONS_MAX,
        connect_args={"timeout": wait_milliseconds / 1000, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_file)
    event.listen(engine, "begin", _begin_on_file)
    return engine


def _prepare_file(connection: Any, _record: object) -> None:  # sqlite3.Connection behind the pool's proxy
    connection.isolation_level = None  # the driver opens no transactions of its own; `begin` below does
    cursor = connection.cursor()
    mode = cursor.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    if mode != "wal":
        raise GatewayFault(f"the database's file system gives journal mode {mode}, not a write-ahead log")
    for pragma in _FILE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_on_file(connection: Connection) -> None:
    access = connection.get_execution_options().get(_ACCESS, Access.WRITE)
    read_only = access is Access.READ
    connection.exec_driver_sql(f"PRAGMA query_only={int(read_only)}")
    connection.exec_driver_sql("BEGIN DEFERRED" if read_only else "BEGIN IMMEDIATE")
