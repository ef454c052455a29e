"""A name that one process holds on a PostgreSQL database, for as long as its connection stands and no longer.

The server's own session lock (`pg_try_advisory_lock`), so that no clock and no row decides who lives: a process that is killed
lets go at once; where its machine is gone, the server notices within SILENT_SECONDS. A holder asks again and again (`hold`): it
then learns within ANSWER_SECONDS that its connection is lost, and takes another where the name is free.
Names are told apart by a CRC of 32 bits: two that collide would keep each other out, never both in.
"""

import zlib
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from gateway.storage.address import parsed
from gateway.storage.credentials import refuse_environment
from gateway.storage.engine import database_fault

ANSWER_SECONDS: Final = 2
SILENT_SECONDS: Final = 5
_CLASS: Final = 0x53656B69  # any number, but always this one; classids and objids are 32 bits, shown unsigned
_SIGN: Final = 1 << 31

_TAKE: Final = text("SELECT pg_try_advisory_lock(:class, :name)")
_LET_GO: Final = text("SELECT pg_advisory_unlock_all()")
_HELD: Final = text("""
    SELECT CAST(objid AS bigint) FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND CAST(classid AS bigint) = :class
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
""")
_LINE: Final = {
    "connect_timeout": ANSWER_SECONDS,
    "tcp_user_timeout": ANSWER_SECONDS * 1000,
    "keepalives_idle": 1,
    "keepalives_interval": 1,
    "keepalives_count": 2,
    "gssencmode": "disable",
    "target_session_attrs": "read-write",
}
_WATCHED_BY_SERVER: Final = {
    "statement_timeout": f"{ANSWER_SECONDS}s",
    "idle_session_timeout": "0",
    "tcp_keepalives_idle": "2",
    "tcp_keepalives_interval": "1",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": f"{SILENT_SECONDS}s",
}


class HeldLock:
    """The lock called `name`. Blocks: each call for at most two ANSWER_SECONDS."""

    def __init__(self, url: str, name: str, *, application: str) -> None:
        """Nothing is opened yet. `url` is a PostgreSQL address."""
        refuse_environment()
        self._name = name
        self._engine = create_engine(
            parsed(url),
            hide_parameters=True,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={
                **_LINE,
                "application_name": application,
                "options": " ".join(f"-c {name}={value}" for name, value in _WATCHED_BY_SERVER.items()),
            },
        )
        self._connection: Connection | None = None
        self._ours = False

    def hold(self) -> bool:
        """True while the name is ours, taking it where it is free. Raises GatewayFault where the server does not answer."""
        try:
            if self._connection is None:
                self._connection, self._ours = self._engine.connect(), False
            if self._ours:
                self._connection.execute(text("SELECT 1"))
            else:
                asked = {"class": _CLASS, "name": number(self._name)}
                self._ours = bool(self._connection.execute(_TAKE, asked).scalar_one())
        except SQLAlchemyError as broken:
            self._lost()
            raise database_fault(broken) from broken
        return self._ours

    def held(self, names: Iterable[str]) -> frozenset[str]:
        """Those of `names` that some process holds now. Raises GatewayFault."""
        try:
            if self._connection is None:
                self._connection, self._ours = self._engine.connect(), False
            found = {int(each) for each in self._connection.execute(_HELD, {"class": _CLASS}).scalars()}
        except SQLAlchemyError as broken:
            self._lost()
            raise database_fault(broken) from broken
        return frozenset(name for name in names if number(name) % (1 << 32) in found)

    def close(self) -> None:
        """Let go; the name is free on return, where the server answers."""
        if self._connection is not None and self._ours:
            with suppress(SQLAlchemyError):
                self._connection.execute(_LET_GO)
        self._lost()
        self._engine.dispose()

    def _lost(self) -> None:
        connection, self._connection, self._ours = self._connection, None, False
        if connection is not None:
            with suppress(SQLAlchemyError):
                connection.invalidate()
            with suppress(SQLAlchemyError):
                connection.close()


def number(name: str) -> int:
    """The name as the server's locks have it: 32 bits, signed."""
    found = zlib.crc32(name.encode())
    return found - 2 * _SIGN if found >= _SIGN else found
