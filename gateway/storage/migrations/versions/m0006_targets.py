"""Where uploads may land on a target and who may change its passwords; rotations; changes that wait for a second signature."""

from alembic import op
from sqlalchemy import CheckConstraint, Column

from gateway.storage.migrations.columns import BYTES, WHOLE, create, key, may, must

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """A target that existed takes no upload and has its password changed by nobody over SSH."""
    for column in ("drop_folder", "management"):
        op.add_column("target", may(column))
    op.add_column("target_secret", Column("pending", BYTES))
    create(
        "rotation",
        key("target_id", refers="target.id"), may("reason"), may("prepared_at"), must("tries", WHOLE), may("not_before"),
        may("failed"), may("done_at"), CheckConstraint("tries >= 0", name="tries"),
    )  # fmt: skip
    create(
        "proposal",
        key("id"), must("change"), must("subject"), must("facts"), must("body", BYTES), must("asked_by"),
        must("asked_by_username"), must("asked_at"), must("expires_at"), must("standing"), may("decided_by"),
        may("decided_at"),
    )  # fmt: skip
