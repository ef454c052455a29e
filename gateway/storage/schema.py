"""Bringing a database to the schema this program speaks.

One transaction does all missing steps, and only one process at a time: a step that fails leaves the database as it was.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Engine, text

from gateway.storage import migrations
from gateway.storage.engine import writing
from gateway.vocabulary.outcome import GatewayFault

_ADVISORY_LOCK = 0x73656B69  # any number, but always this one: two programs never migrate one server at once


def migrate(engine: Engine) -> None:
    """Do every step the database has not seen yet.

    Raises GatewayFault when a step fails, or when the database is at a schema this program does not know (a newer one).
    """
    config = _config()
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ADVISORY_LOCK})
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as unknown:
            raise GatewayFault(f"the database's schema is none this program knows: {unknown}") from unknown


def _config() -> Config:
    config = Config()
    folder = str(Path(migrations.__file__).parent)
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
