"""Fresh databases for tests, on both engines: nothing is imitated.

`SEKISHO_TEST_DATABASE=postgresql` (`deploy/test --database postgresql`) puts whatever else would have an SQLite file on
PostgreSQL, each process in its role: tests that ask for no engine of their own, towns, services, the demo stack.

- `database_url`: the address of an empty database of this test's own;
- `database`: an open engine on a database of this test's own at the current schema.
A test that takes either runs twice, once on SQLite and once on PostgreSQL. One PostgreSQL server serves the whole run
(`postgres_server.py`); without it the PostgreSQL half fails, it is never skipped.
"""

import fcntl
import os
import shutil
import weakref
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Connection, Engine, make_url

from gateway.settings.schema import Settings
from gateway.storage.engine import open_engine, writing
from gateway.storage.file import make_file
from gateway.storage.grants import grant
from gateway.storage.rights import RIGHTS, Process
from gateway.storage.schema import migrate
from tests.postgres_server import Server

ENGINES = ("sqlite", "postgresql")
USUAL = os.environ.get("SEKISHO_TEST_DATABASE", ENGINES[0])
"""The engine of tests that ask for none."""
of_a_file = pytest.mark.skipif(USUAL == "postgresql", reason="about the SQLite file itself")
_TEMPLATE = "migrated"
_ROLES = {process: f"sekisho_{process}" for process in Process if RIGHTS[process]}
_KEPT = ExitStack()
_SERVERS: list[Server] = []


@pytest.fixture(scope="session")
def run_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One directory for the whole run: pytest-xdist gives each worker a folder inside it."""
    own = tmp_path_factory.getbasetemp()
    run = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    (run / "databases").mkdir(exist_ok=True)
    return run / "databases"


@pytest.fixture(scope="session")
def postgres_server(run_directory: Path) -> Iterator[Server]:
    """The run's PostgreSQL server. A test that needs it fails where there is none."""
    server = Server.join(run_directory)
    yield server
    server.leave()


@pytest.fixture(params=ENGINES)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Which engine this test runs on."""
    return str(request.param)


@pytest.fixture
def database_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database."""
    if database_kind == "sqlite":
        yield empty_file(tmp_path / "state" / "sekisho.sqlite3")
    else:
        server: Server = request.getfixturevalue("postgres_server")
        with server_database(server) as url:
            yield url


@pytest.fixture
def database(
    database_kind: str, tmp_path: Path, run_directory: Path, request: pytest.FixtureRequest
) -> Iterator[Engine]:
    """A database at the current schema: a copy of one that was migrated once for the run."""
    if database_kind == "sqlite":
        url = empty_file(tmp_path / "state" / "sekisho.sqlite3")
        shutil.copyfile(_migrated_file(run_directory), url.removeprefix("sqlite:///"))
        yield from _opened(url)
    else:
        server: Server = request.getfixturevalue("postgres_server")
        _migrated_template(server, run_directory)
        with server_database(server, template=_TEMPLATE) as url:
            yield from _opened(url)


def state_settings(kind: str = USUAL, *, like: str | None = None) -> dict[str, Any]:
    """What `initialise` is to be told in its part `state`, so that a whole gateway runs on `kind`; gone with the run.

    `like` is the address of a database that nobody is connected to: the new one has what it has.
    """
    if kind == "sqlite":
        return {}
    template = "template0" if like is None else str(make_url(like).database)
    return {"database": _KEPT.enter_context(server_database(_durable_server(), template=template))}


def pytest_unconfigure() -> None:
    """Databases before their server."""
    _KEPT.close()


def as_process(engine: Engine, process: Process) -> Engine:
    """The same database as that process opens it: on PostgreSQL in its role, as `sekisho init` grants it."""
    if engine.dialect.name == "sqlite":
        return engine
    own = open_engine(
        engine.url.set(username=_ROLES[process]).render_as_string(hide_password=False), application="test"
    )
    weakref.finalize(engine, own.dispose)
    return own


@contextmanager
def thief(settings: Settings) -> Iterator[Connection]:
    """Somebody with the database in his hands: its owner's rights, and none of our processes."""
    engine = open_engine(settings.database, application="thief")
    with writing(engine) as connection:
        yield connection
    engine.dispose()


def without_triggers(connection: Connection) -> None:
    """What keeps rows of the journal from being changed is gone."""
    if connection.dialect.name == "sqlite":
        triggers = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
        for name in triggers:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        return
    for table in ("journal", "checkpoint"):
        connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")


def kept_in(settings: Settings) -> Path:
    """The folder with every byte the database keeps: its files, or those of the whole server."""
    if settings.database.startswith("sqlite"):
        return settings.state.directory / "db"
    return Path(str(make_url(settings.database).query["host"])) / "data"


def files_of(settings: Settings) -> Path:
    """The folder of this database's own files, with everything written out that its server still held in memory."""
    if settings.database.startswith("sqlite"):
        return kept_in(settings)
    address = make_url(settings.database).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as console:
        console.execute("CHECKPOINT")
        found = console.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
    assert found is not None
    return kept_in(settings) / "base" / str(found[0])


def gone(settings: Settings, aside: Path) -> None:
    """The database is away, while whoever had it open goes on: a file moved into `aside`, or one its server has dropped."""
    if settings.database.startswith("sqlite"):
        (kept_in(settings) / "sekisho.db").rename(aside / "sekisho.db")
        return
    url = make_url(settings.database)
    address = url.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as console:
        console.execute(f"DROP DATABASE {url.database} WITH (FORCE)".encode())


def empty_file(file: Path) -> str:
    """The URL of a new, empty SQLite file."""
    make_file(file)
    return f"sqlite:///{file}"


class server_database:  # noqa: N801  # used as a function
    """A new database on the server, dropped at the end of the block."""

    def __init__(self, server: Server, template: str = "template0") -> None:
        self._server, self._template, self._name = server, template, f"t{uuid4().hex}"

    def __enter__(self) -> str:
        command(self._server, f"CREATE DATABASE {self._name} TEMPLATE {self._template}")
        return self._server.url(self._name)

    def __exit__(self, *_: object) -> None:
        command(self._server, f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")


def command(server: Server, statement: str, database: str = "postgres") -> None:
    """One statement as the superuser, outside any transaction."""
    address = f"host={server.socket_directory} user=postgres dbname={database}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement.encode())


def _durable_server() -> Server:
    """One for the whole run, and for processes of their own: it syncs, as they ask."""
    if not _SERVERS:
        directory = Path(os.environ["SEKISHO_TEST_SHARED"]) / "durable"
        directory.mkdir(parents=True, exist_ok=True)
        _SERVERS.append(Server.join(directory, "--durable"))
    return _SERVERS[0]


def _opened(url: str) -> Iterator[Engine]:
    engine = open_engine(url, application="test")
    yield engine
    engine.dispose()


def _migrated_file(run_directory: Path) -> Path:
    made = run_directory / "current.sqlite3"
    with (run_directory / "file.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _migrate(empty_file(run_directory / "new.sqlite3"))
            (run_directory / "new.sqlite3").rename(made)
    return made


def _migrated_template(server: Server, run_directory: Path) -> None:
    """Made once per server: a server that starts anew in the same run is another one."""
    made = run_directory / f"{server.socket_directory.name}.template"
    with (run_directory / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            command(server, f"CREATE DATABASE {_TEMPLATE} TEMPLATE template0")
            _migrate(server.url(_TEMPLATE))
            made.touch()


def _migrate(url: str) -> None:
    engine = open_engine(url, application="test")
    migrate(engine)
    if engine.dialect.name == "postgresql":
        grant(engine, _ROLES)
    engine.dispose()
