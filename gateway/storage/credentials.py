"""How a process proves to a PostgreSQL server which role it is: by files of its own, or by the user it runs as.

In the folder the settings name: `PROCESS.pgpass` (libpq's password file), or `PROCESS.crt` with `PROCESS.key` (a client
certificate). No file, and the server has to know the process by its operating system's user (`peer`, over a Unix socket).
The files are read by libpq itself, so no password stands in settings, arguments, environment or log, or in this program.
"""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import psycopg
from sqlalchemy import URL

from gateway.vocabulary.outcome import GatewayFault

_OPEN = stat.S_IRWXG | stat.S_IRWXO
_NONE: Mapping[str, str] = MappingProxyType({})


def with_credentials(url: URL, folder: Path | None, process: str) -> URL:
    """`url` with the files of `process` in `folder`. Raises GatewayFault for a secret that others could read."""
    return url if folder is None else url.update_query_dict(_of(folder, process))


def refuse_environment() -> None:
    """Raises GatewayFault where a variable of libpq's is set: what it says would count beside the settings, unseen."""
    named = sorted(name for name in _variables() if name in os.environ)
    if named:
        raise GatewayFault(
            f"{', '.join(named)} is set in the environment: how to reach the database is in the settings"
        )


def _of(folder: Path, process: str) -> Mapping[str, str]:
    words, certificate, key = (folder / f"{process}.{kind}" for kind in ("pgpass", "crt", "key"))
    if _is_there(words):
        _require_closed(words)
        return {"passfile": str(words)}
    if not _is_there(key):
        return _NONE
    _require_closed(key)
    return {"sslcert": str(certificate), "sslkey": str(key)}


def _is_there(file: Path) -> bool:
    try:
        return file.exists()
    except OSError as broken:
        raise GatewayFault(f"{file} cannot be looked at: {broken.strerror}") from broken


def _require_closed(file: Path) -> None:
    if file.stat().st_mode & _OPEN:
        raise GatewayFault(f"{file} can be read by others than its owner: chmod 0600")


def _variables() -> frozenset[str]:
    """What libpq reads from the environment, as the libpq in use says it (PQconndefaults)."""
    known = psycopg.pq.Conninfo.get_defaults()
    return frozenset(option.envvar.decode() for option in known if option.envvar)
