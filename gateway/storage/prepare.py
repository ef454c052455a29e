"""A new database, or an old one brought up to date: what `sekisho init` does before anything serves."""

from gateway.storage.address import parsed, sqlite_file
from gateway.storage.engine import open_engine
from gateway.storage.file import make_file
from gateway.storage.schema import migrate


def prepare(url: str, *, group: int | None = None) -> None:
    """Make the SQLite file where there is none (PostgreSQL databases are made by their server), then do all missing steps.

    `group` is the numeric group whose processes share the file. Running it again changes nothing. Raises GatewayFault.
    """
    file = sqlite_file(parsed(url))
    if file is not None:
        make_file(file, group=group)
    engine = open_engine(url, application="sekisho-init")
    try:
        migrate(engine)
    finally:
        engine.dispose()
