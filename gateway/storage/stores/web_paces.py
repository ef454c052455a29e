"""How often something was tried: counted in one statement, so that of a hundred at once each is counted once.

The table is bounded: windows that are over are deleted as others begin, and where ROWS_MAX are running newcomers share one
count of their bucket. So a flood of invented names can neither fill the disk nor have itself forgotten.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, case, delete, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from gateway.authentication.web_session import Tries
from gateway.storage.statements import there_is
from gateway.storage.tables import WEB_PACE
from gateway.vocabulary.clock import moment_of, timestamp

ROWS_MAX: Final = 20_000
EVERYBODY_ELSE: Final = b"*"  # no SHA-256 is this


class WebPaces:
    """The table `web_pace`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, bucket: str, counted: bytes, *, now: datetime, ends_at: datetime) -> Tries:
        """Count one more try; a window that is over begins afresh and lasts until `ends_at`."""
        row = counted if self._known(bucket, counted) or self._room(now) else EVERYBODY_ELSE
        values = {"bucket": bucket, "counted": row, "times": 1, "ends_at": timestamp(ends_at)}
        over = WEB_PACE.c.ends_at <= timestamp(now)
        following = {
            "times": case((over, literal(1)), else_=WEB_PACE.c.times + 1),
            "ends_at": case((over, literal(values["ends_at"])), else_=WEB_PACE.c.ends_at),
        }
        make = sqlite.insert if self._connection.dialect.name == "sqlite" else postgresql.insert
        counting = make(WEB_PACE).values(**values)
        counting = counting.on_conflict_do_update(index_elements=["bucket", "counted"], set_=following)
        times, until = self._connection.execute(counting.returning(WEB_PACE.c.times, WEB_PACE.c.ends_at)).one()
        return Tries(times=times, ends_at=moment_of(until))

    def _known(self, bucket: str, counted: bytes) -> bool:
        return there_is(self._connection, (WEB_PACE.c.bucket == bucket) & (WEB_PACE.c.counted == counted))

    def _room(self, now: datetime) -> bool:
        """Whether another row may begin, once those that are over are gone."""
        self._connection.execute(delete(WEB_PACE).where(WEB_PACE.c.ends_at <= timestamp(now)))
        return self._connection.execute(select(func.count()).select_from(WEB_PACE)).scalar_one() < ROWS_MAX
