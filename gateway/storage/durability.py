"""Is a commit that returned really on disk? Asked once by every process that writes, before it serves anybody."""

from sqlalchemy import Connection, Engine

from gateway.storage.engine import writing
from gateway.vocabulary.outcome import GatewayFault

_FILE = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
_SERVER = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


def require_durable(engine: Engine) -> None:
    """Raises GatewayFault naming the first setting under which a commit could be lost or a reference dangle."""
    file = engine.dialect.name == "sqlite"
    with writing(engine) as connection:
        for name, wanted in (_FILE if file else _SERVER).items():
            found = _setting(connection, f"PRAGMA {name}" if file else f"SHOW {name}")
            if found != wanted:
                raise GatewayFault(f"the database has {name}={found}; a record is only safe with {name}={wanted}")


def _setting(connection: Connection, question: str) -> str:
    return str(connection.exec_driver_sql(question).scalar_one())
