"""Where rotations stand, and the password that is about to be set: row and sealed value change together or not at all."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from gateway.rotation.due import Failure, Reason, Rotation
from gateway.storage.cells import Cells, maybe_timestamp
from gateway.storage.statements import changed, one, put
from gateway.storage.tables import ROTATION, SESSION, TARGET, TARGET_SECRET
from gateway.vocabulary.target import LoginWay

_KIND = LoginWay.VAULTED_PASSWORD.value


class Rotations:
    """The table `rotation`, and `pending` of `target_secret`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, target_id: str) -> Rotation:
        """Where it stands; nothing due where there is no row."""
        row = one(self._connection, select(ROTATION).where(ROTATION.c.target_id == target_id))
        return Rotation(target_id=target_id) if row is None else row_to_rotation(row)

    def wanted(self) -> Sequence[tuple[str, Rotation]]:
        """(target's name, rotation) of all that are due or begun and not given up, and have a password; longest wait first."""
        begun = ROTATION.c.reason.is_not(None) | ROTATION.c.prepared_at.is_not(None)
        vaulted = (TARGET_SECRET.c.target_id == TARGET.c.id) & (TARGET_SECRET.c.kind == _KIND)
        chosen = select(ROTATION, TARGET.c.name).join(TARGET).join(TARGET_SECRET, vaulted)
        chosen = chosen.where(begun & ROTATION.c.failed.is_(None))
        rows = self._connection.execute(chosen.order_by(ROTATION.c.not_before, TARGET.c.name)).mappings()
        return [(row["name"], row_to_rotation(row)) for row in rows]

    def put(self, rotation: Rotation) -> None:
        """Insert or replace the row."""
        put(self._connection, ROTATION, rotation_to_row(rotation))

    def prepare(self, target_id: str, sealed: bytes) -> bool:
        """Keep the next password; False where there is no present one, or a next one is kept already."""
        free = self._secret(target_id) & TARGET_SECRET.c.pending.is_(None)
        return changed(self._connection, update(TARGET_SECRET).where(free).values(pending=sealed))

    def keep(self, target_id: str) -> bool:
        """The next password is the present one from now on; False where none was kept."""
        ready = self._secret(target_id) & TARGET_SECRET.c.pending.is_not(None)
        values = {"sealed": TARGET_SECRET.c.pending, "pending": None}
        return changed(self._connection, update(TARGET_SECRET).where(ready).values(**values))

    def used_by(self, person: str) -> Sequence[str]:
        """Names of the targets the person ever had a session on."""
        chosen = select(SESSION.c.target).where(SESSION.c.person_id == person).distinct().order_by(SESSION.c.target)
        return list(self._connection.execute(chosen).scalars())

    def _secret(self, target_id: str) -> Any:
        return (TARGET_SECRET.c.target_id == target_id) & (TARGET_SECRET.c.kind == _KIND)


def rotation_to_row(value: Rotation) -> dict[str, Any]:
    """The columns of `rotation`."""
    return {
        "target_id": value.target_id,
        "reason": None if value.reason is None else value.reason.value,
        "prepared_at": maybe_timestamp(value.prepared_at),
        "tries": value.tries,
        "not_before": maybe_timestamp(value.not_before),
        "failed": None if value.failed is None else value.failed.value,
        "done_at": maybe_timestamp(value.done_at),
    }


def row_to_rotation(row: RowMapping) -> Rotation:
    """One row of `rotation`."""
    cells = Cells(ROTATION, row)
    return Rotation(
        target_id=cells.text("target_id"),
        reason=None if cells.maybe_text("reason") is None else cells.word("reason", Reason),
        prepared_at=cells.maybe_moment("prepared_at"),
        tries=cells.number("tries"),
        not_before=cells.maybe_moment("not_before"),
        failed=None if cells.maybe_text("failed") is None else cells.word("failed", Failure),
        done_at=cells.maybe_moment("done_at"),
    )
