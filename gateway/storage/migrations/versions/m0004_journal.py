"""The journal and its checkpoints, with the triggers that make them append-only."""

from alembic import op
from sqlalchemy import CheckConstraint

from gateway.storage.migrations.columns import BYTES, WHOLE, create, key, may, must

revision = "0004"
down_revision = "0003"

_FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$
"""


def upgrade() -> None:
    """Make the two tables that only grow."""
    create(
        "journal",
        key("seq", WHOLE), must("at"), must("node"), must("kind"), may("person"), may("session"), may("terminal"),
        may("target"), may("order_id"), must("body", BYTES), must("prev", BYTES), must("hash", BYTES),
        CheckConstraint("seq >= 0", name="seq"),
        CheckConstraint("length(prev) = 32 AND length(hash) = 32", name="hashes"),
    )  # fmt: skip
    for column in ("kind", "person", "session"):
        op.create_index(None, "journal", [column, "seq"])
    create(
        "checkpoint",
        key("size", WHOLE), must("root", BYTES), must("note", BYTES), must("at"),
        CheckConstraint("size >= 0", name="size"), CheckConstraint("length(root) = 32", name="root"),
    )  # fmt: skip
    if op.get_bind().dialect.name == "sqlite":
        _guard_in_file("journal", "seq")
        _guard_in_file("checkpoint", "size")
    else:
        _guard_on_server()


def _guard_in_file(table: str, column: str) -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, 'table {table} is append-only'); END"
    present = f"EXISTS (SELECT 1 FROM {table} WHERE {column} = NEW.{column})"  # noqa: S608  # names from above
    op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}")
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")
    op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {present} {refuse}")


def _guard_on_server() -> None:
    op.execute(_FUNCTION)
    for table in ("journal", "checkpoint"):
        when = f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT"
        op.execute(f"CREATE TRIGGER {table}_append_only {when} EXECUTE FUNCTION refuse_change()")
