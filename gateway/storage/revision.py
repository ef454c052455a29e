"""Which schema this program speaks, and whether a database is at it; asked at every start, so alembic stays out of it."""

from typing import Final

from sqlalchemy import Engine, inspect, text

from gateway.storage.engine import reading
from gateway.vocabulary.outcome import GatewayFault, Text

CURRENT: Final = "0017"
"""The newest step of migrations/versions; a test holds it to that."""


def require_current(engine: Engine) -> None:
    """Raises GatewayFault unless the database is at exactly this program's schema."""
    found = _found(engine)
    if found != [CURRENT]:
        raise GatewayFault(
            f"the database is at schema {', '.join(found) or None}, this program needs {CURRENT}",
            Text(
                ja="データベースの形式がこのプログラムと合いません。`sekisho init` を実行してください。",
                en="The database schema does not fit this program. Run `sekisho init`.",
            ),
        )


def _found(engine: Engine) -> list[str]:
    """The steps the database names; empty where it has seen none."""
    with reading(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return []
        return [str(row[0]) for row in connection.execute(text("SELECT version_num FROM alembic_version"))]
