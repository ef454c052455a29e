"""The database as a process may use it: of the version this program knows, and durable where the process writes."""

from enum import Enum

from sqlalchemy import Engine, make_url

from gateway.settings.schema import Settings
from gateway.storage.durability import require_durable
from gateway.storage.engine import open_engine
from gateway.storage.revision import require_current


class Use(Enum):
    """What a process does with the database."""

    WRITES = "writes"
    READS = "reads"


def address_of(settings: Settings, process: str) -> str:
    """The database's address for `process`: with a role of its own where the settings name one."""
    role = settings.state.database_roles.get(process)  # type: ignore[call-overload]  # any process may ask
    if role is None:
        return settings.database
    return make_url(settings.database).set(username=role).render_as_string(hide_password=False)


def open_database(settings: Settings, process: str, use: Use) -> Engine:
    """An engine for `process`. Raises GatewayFault for a database that is missing, of another version, or not durable."""
    engine = open_engine(address_of(settings, process), application=f"sekisho-{process}")
    require_current(engine)
    if use is Use.WRITES:
        require_durable(engine)
    return engine
