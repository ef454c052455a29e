"""Which database is meant: the one that was named, or the only one the catalogue of columns knows on the target.

`psql -U sato+callcenter-db` names none: libpq then sends the user's name as the database's, which nobody's database is called.
"""

from gateway.authentication.login_name import LoginName
from gateway.authorization.columns.catalogue import Columns
from gateway.listener.postgres import words
from gateway.relay.postgres.wire.opening import StartupMessage
from gateway.vocabulary.outcome import Text

NAME_BYTES_MAX = 63  # NAMEDATALEN - 1


def database_of(startup: StartupMessage, name: LoginName, columns: Columns) -> str | Text:
    """The database, or why it is not certain which."""
    if startup.database != startup.user:
        return startup.database if _is_name(startup.database) else words.BAD_DATABASE
    known = sorted({file.database for file in columns.of_target(name.target)}) if name.target is not None else []
    return known[0] if len(known) == 1 else words.which_database(known)


def _is_name(database: str) -> bool:
    return len(database.encode("utf-8", "surrogatepass")) <= NAME_BYTES_MAX and database.isprintable()
