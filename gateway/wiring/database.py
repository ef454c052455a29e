"""The database as a process may use it: of the version this program knows, and durable where the process writes."""

from enum import Enum

from sqlalchemy import Engine

from gateway.settings.schema import Settings
from gateway.storage.durability import require_durable
from gateway.storage.engine import open_engine
from gateway.storage.revision import require_current


class Use(Enum):
    """What a process does with the database."""

    WRITES = "writes"
    READS = "reads"


def open_database(settings: Settings, process: str, use: Use) -> Engine:
    """An engine for `process`. Raises GatewayFault for a database that is missing, of another version, or not durable."""
    engine = open_engine(settings.database, application=f"sekisho-{process}")
    require_current(engine)
    if use is Use.WRITES:
        require_durable(engine)
    return engine
