"""Sessions, recordings, leases, used codes, lock-outs, nodes."""

from alembic import op
from sqlalchemy import CheckConstraint, UniqueConstraint

from gateway.storage.migrations.columns import BYTES, WHOLE, create, key, may, must

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables of what runs, and of what was recorded."""
    create(
        "session",
        key("id"), must("connection"), must("person_id", refers="person.id"), must("username"),
        must("terminal_id", refers="terminal.id"), must("order_id", refers="work_order.id"), must("target"), must("account"),
        must("capability"), must("node"), must("peer_address"), must("started_at"), must("until"), may("ended_at"),
        may("end_reason"), must("state"), must("recording_id"),
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended"),
    )  # fmt: skip
    for columns in (["state", "node"], ["person_id", "started_at"], ["started_at"]):
        op.create_index(None, "session", columns)
    create(
        "recording",
        key("id"), must("session_id", refers="session.id"), must("path"), must("started_at"), must("state"),
        may("final_hash", BYTES), may("chunks", WHOLE), may("stored_bytes", WHOLE), may("last_at"), may("sealed_at"),
        UniqueConstraint("path"), CheckConstraint("(state = 'open') = (final_hash IS NULL)", name="closed"),
        CheckConstraint("final_hash IS NULL OR length(final_hash) = 32", name="final_hash"),
    )  # fmt: skip
    for columns in (["session_id"], ["state"], ["started_at"]):
        op.create_index(None, "recording", columns)
    create(
        "lease",
        key("person_id", refers="person.id"), must("terminal_id", refers="terminal.id"), must("node"),
        must("sessions", WHOLE), must("since"), CheckConstraint("sessions >= 1", name="sessions"),
    )  # fmt: skip
    create("used_code", key("person_id", refers="person.id"), key("step", WHOLE), must("at"))
    create(
        "lockout",
        key("person_id", refers="person.id"), must("failures", WHOLE), may("locked_until"),
        CheckConstraint("failures >= 0", name="failures"),
    )  # fmt: skip
    create("node", key("id"), must("started_at"))
