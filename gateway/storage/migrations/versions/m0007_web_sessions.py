"""Sessions of the web office, and how often something was tried there lately."""

from alembic import op
from sqlalchemy import CheckConstraint, UniqueConstraint

from gateway.storage.migrations.columns import BYTES, WHOLE, create, key, may, must

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Both begin empty. A ticket is here by its SHA-256 only, and a pace by the SHA-256 of what it counts."""
    create(
        "web_session",
        key("id"), must("ticket", BYTES), must("person_id", refers="person.id"), must("way"), must("signed_pass", BYTES),
        must("made_at"), must("ends_at"), must("seen_at"), must("address"), must("seen_address"), must("agent"),
        may("ended_at"), may("end_reason"), UniqueConstraint("ticket"),
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended"),
        CheckConstraint("length(ticket) = 32", name="ticket"),
    )  # fmt: skip
    for columns in (["person_id", "made_at"], ["ended_at", "seen_at"]):
        op.create_index(None, "web_session", columns)
    create(
        "web_pace",
        key("bucket"), key("counted", BYTES), must("times", WHOLE), must("ends_at"),
        CheckConstraint("times >= 1", name="times"),
    )  # fmt: skip
    op.create_index(None, "web_pace", ["ends_at"])
