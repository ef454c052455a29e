"""The end of recordings: keys that can be destroyed, what was retired, legal holds, ended contracts."""

from alembic import op
from sqlalchemy import CheckConstraint

from gateway.storage.migrations.columns import BYTES, WHOLE, create, key, may, must

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """All begin empty: recordings made before this step stay closed with the keeper's one lasting key."""
    create(
        "recording_key",
        key("name", BYTES), must("day"), must("clients"), must("public", BYTES), may("sealed", BYTES), must("made_at"),
        may("destroyed_at"),
        CheckConstraint("length(name) = 16 AND length(public) = 32", name="sizes"),
        CheckConstraint("destroyed_at IS NULL OR sealed IS NULL", name="destroyed"),
    )  # fmt: skip
    op.create_index(None, "recording_key", ["day", "clients"])
    create("retired_recording", key("recording_id", refers="recording.id"), must("at"), must("why"), may("removed_at"))
    op.create_index(None, "retired_recording", ["removed_at"])
    create(
        "legal_hold",
        key("id"), must("client"), must("since"), must("until"), must("reason"), must("reference"),
        must("placed_by", refers="person.id"), must("placed_at"), may("lifted_by"), may("lifted_at"), may("lift_reason"),
        CheckConstraint("since <= until", name="period"),
        CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name="lifted"),
    )  # fmt: skip
    op.create_index(None, "legal_hold", ["lifted_at"])
    op.create_index(None, "legal_hold", ["client"])
    create(
        "contract_end",
        key("client", refers="client.id"), must("at"), must("asked_by", refers="person.id"),
        must("confirmed_by", refers="person.id"), must("reason"), must("keys", WHOLE), must("recordings", WHOLE),
        must("lasting", WHOLE), must("shared", WHOLE),
    )  # fmt: skip
