"""Whom shells showed and how much of what nobody reads, estimates beside the exact counts, and canary persons."""

from alembic import op
from sqlalchemy import CheckConstraint, Column

from gateway.storage.migrations.columns import BYTES, WHOLE, create, key, may, must

revision = "0015"
down_revision = "0014"

_INDICES = (
    ("shell_person", ["session_id"]),
    ("shell_sight", ["session_id"]),
    ("canary", ["client", "digest"]),
)


def upgrade() -> None:
    """All begin empty: before this step no shell was counted."""
    op.add_column("disclosure", Column("estimated", WHOLE, nullable=False, server_default="0"))
    create(
        "shell_person",
        key("person_id", refers="person.id"), key("day"), key("session_id", refers="session.id"), key("who", BYTES),
        must("at"), CheckConstraint("length(who) BETWEEN 16 AND 64", name="who"),
    )  # fmt: skip
    create(
        "shell_sight",
        key("client"), key("digest", BYTES), key("session_id", refers="session.id"),
        must("person_id", refers="person.id"), must("who", BYTES), must("day"),
        CheckConstraint("length(digest) BETWEEN 16 AND 64 AND length(who) BETWEEN 16 AND 64", name="digests"),
    )  # fmt: skip
    create(
        "shell_use",
        key("person_id", refers="person.id"), key("day"), key("session_id", refers="session.id"), key("slot"),
        must("opaque", WHOLE), must("hashes", WHOLE), must("bare_lines", WHOLE), must("novel", WHOLE),
        must("volume", WHOLE),
        CheckConstraint("opaque >= 0 AND hashes >= 0 AND bare_lines >= 0 AND novel >= 0 AND volume >= 0", name="amounts"),
    )  # fmt: skip
    create(
        "canary",
        key("id"), key("digest", BYTES), must("client", refers="client.id"), must("kind"), must("note"), must("added_at"),
        must("added_by"), may("removed_at"), may("removed_by"), may("reason"),
        CheckConstraint("length(digest) BETWEEN 16 AND 64", name="digest"),
        CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL)", name="removed"),
    )  # fmt: skip
    for table, columns in _INDICES:
        op.create_index(None, table, columns)
