"""Replays in the pages, what an office's change was about as a column of the journal, and the indices for lists."""

import json
from typing import Any

from alembic import op
from sqlalchemy import Connection

from gateway.storage.migrations.columns import create, key, may, must

revision = "0012"
down_revision = "0011"

_PIECE = 2_000
_INDICES = (
    ("journal", ["person", "seq", "kind"]), ("journal", ["terminal", "seq", "kind"]),
    ("journal", ["target", "seq", "kind"]), ("journal", ["order_id", "seq"]), ("journal", ["subject", "seq"]),
    ("journal", ["at", "seq"]), ("session", ["target", "started_at"]), ("session", ["order_id"]),
    ("session", ["ended_at"]),
)  # fmt: skip


def upgrade() -> None:
    """Rows that are there already get the column that their bytes say they have; nothing else of them is touched."""
    op.add_column("journal", may("subject"))
    connection = op.get_bind()
    if connection.exec_driver_sql("SELECT 1 FROM journal LIMIT 1").first() is not None:
        _let_be_changed(connection)
        _fill(connection)
        _forbid_changes(connection)
    create(
        "play",
        key("id"), must("recording_id", refers="recording.id"), must("person_id"), must("web"), must("made_at"),
        may("taken_at"),
    )  # fmt: skip
    op.create_index(None, "play", ["recording_id", "made_at"])
    op.drop_index("ix_journal_person_seq", "journal")  # the longer one begins with it
    for table, columns in _INDICES:
        op.create_index(None, table, columns)


def _fill(connection: Connection) -> None:
    # Only this kind of that time has a subject, and office.refused, whose subject may be absent.
    last = -1
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    page = (
        f"SELECT seq, body FROM journal WHERE seq > {mark} AND kind IN ('office.committed', 'office.refused') "  # noqa: S608
        f"ORDER BY seq LIMIT {_PIECE}"
    )
    change = f"UPDATE journal SET subject = {mark} WHERE seq = {mark}"  # noqa: S608  # a driver's own mark, twice
    while rows := connection.exec_driver_sql(page, (last,)).all():
        for seq, body in rows:
            subject = _subject(body)
            if subject is not None:
                connection.exec_driver_sql(change, (subject, seq))
        last = rows[-1][0]


def _subject(body: bytes) -> str | None:
    try:
        read: Any = json.loads(bytes(body))
        subject = read["data"]["subject"]
    except (ValueError, KeyError, TypeError):
        return None  # bytes that are no entry: `audit verify` names them
    return subject if isinstance(subject, str) else None


def _let_be_changed(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TRIGGER journal_no_update")
    else:
        connection.exec_driver_sql("ALTER TABLE journal DISABLE TRIGGER journal_append_only")


def _forbid_changes(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        refuse = "BEGIN SELECT RAISE(ABORT, 'table journal is append-only'); END"
        connection.exec_driver_sql(f"CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal {refuse}")
    else:
        connection.exec_driver_sql("ALTER TABLE journal ENABLE TRIGGER journal_append_only")
