"""Whose data was shown masked, as packed digests, and the inquiries made on the disclosure records."""

from alembic import op
from sqlalchemy import CheckConstraint

from gateway.storage.migrations.columns import BYTES, WHOLE, create, key, must

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Both begin empty: of what was shown masked before this step, nobody can be looked up."""
    op.create_table(
        "shown_people",
        key("client"), key("day"), key("session_id", refers="session.id"), key("part", WHOLE), must("people", BYTES),
        must("unnamed", WHOLE),
        CheckConstraint("part >= 0 AND length(people) % 8 = 0 AND unnamed >= 0", name="part"),
        sqlite_strict=True, sqlite_with_rowid=False,
    )  # fmt: skip
    create(
        "inquiry",
        key("id"), must("person_id", refers="person.id"), must("about"), must("client"), must("since"), must("until"),
        must("numbers", WHOLE), must("purpose"), must("at"),
        CheckConstraint("since <= until AND numbers >= 0", name="asked"),
    )  # fmt: skip
    op.create_index(None, "inquiry", ["at"])
    op.create_index(None, "inquiry", ["person_id", "at"])
