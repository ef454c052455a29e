"""Where the database is: the URL of the settings, understood or refused.

Two kinds exist: a SQLite file (`sqlite:////absolute/path`) and PostgreSQL (`postgresql://...`). Everything else is refused,
and so are a PostgreSQL server across the network whose certificate would not be checked, and a password in the URL: settings
are read by people and programs that are not to have it. It comes from a file of the process's own (`credentials.py`).
"""

from ipaddress import ip_address
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from gateway.vocabulary.outcome import GatewayFault

_CHECKED_TLS = frozenset({"verify-full", "verify-ca"})
_NOT_OURS = frozenset(
    {"service", "options", "password", "sslpassword", "user", "dbname"}
)  # said elsewhere, or by us alone


def parsed(url: str) -> URL:
    """The URL with the driver this room uses. Raises GatewayFault for any other kind, without showing a password."""
    try:
        found = make_url(url)
    except ArgumentError as broken:
        raise GatewayFault("the database setting is not a URL") from broken
    kind = found.get_backend_name()
    if kind == "sqlite":
        return _file(found)
    if kind == "postgresql":
        return _server(found)
    raise GatewayFault(f"a database of kind {kind} is not supported: use sqlite:////path or postgresql://")


def sqlite_file(url: URL) -> Path | None:
    """The file of a SQLite URL; None for PostgreSQL."""
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def _file(url: URL) -> URL:
    if not url.database or not Path(url.database).is_absolute():
        raise GatewayFault("the SQLite database needs an absolute path: sqlite:////var/lib/sekisho/sekisho.sqlite3")
    if url.query:
        raise GatewayFault("options in the SQLite URL are not supported")
    return url.set(drivername="sqlite+pysqlite")


def _server(url: URL) -> URL:
    if url.password is not None or "password" in url.query:
        raise GatewayFault(
            "the PostgreSQL URL holds a password: keep it in the folder state.database_credentials names"
        )
    if refused := _NOT_OURS & url.query.keys():
        raise GatewayFault(f"the PostgreSQL URL may not say {', '.join(sorted(refused))}")
    hosts = _hosts(url)
    if not hosts:
        raise GatewayFault("the PostgreSQL URL names its host itself: postgresql:///sekisho?host=/run/postgresql")
    if not all(_on_this_machine(host) for host in hosts) and url.query.get("sslmode") not in _CHECKED_TLS:
        raise GatewayFault("a PostgreSQL server across the network needs sslmode=verify-full (or verify-ca) in its URL")
    return url.set(drivername="postgresql+psycopg")


def _hosts(url: URL) -> tuple[str, ...]:
    """Every host libpq may dial: host= and hostaddr= of the query win over the URL's own (libpq takes lists)."""
    named = [url.host] if url.host else []
    for key in ("host", "hostaddr"):
        value = url.query.get(key, ())
        named += [value] if isinstance(value, str) else list(value)
    return tuple(host for entry in named for host in entry.split(","))


def _on_this_machine(host: str) -> bool:
    """A socket directory, or a loopback address or name."""
    if host == "localhost" or host.startswith(("/", "@")):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
