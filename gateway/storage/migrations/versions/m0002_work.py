"""Targets and their secrets, work orders and their approvals."""

from alembic import op
from sqlalchemy import CheckConstraint, UniqueConstraint

from gateway.storage.migrations.columns import BYTES, TRUTH, WHOLE, create, key, may, must

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of what may be reached, and by which order."""
    create(
        "target",
        key("id"), must("name"), must("protocol"), must("address"), must("port", WHOLE), must("host_keys"),
        must("accounts"), must("login"), must("clients"), must("encoding"), may("free_declared_by"), may("free_until"),
        must("standing"), UniqueConstraint("name"), CheckConstraint("port BETWEEN 1 AND 65535", name="port"),
        CheckConstraint("(free_declared_by IS NULL) = (free_until IS NULL)", name="free"),
    )  # fmt: skip
    create("target_secret", key("target_id", refers="target.id"), key("kind"), must("sealed", BYTES))
    create(
        "work_order",
        key("id"), must("person_id", refers="person.id"), must("requested_by", refers="person.id"), must("targets"),
        must("clients"), must("purpose"), must("personal_data", TRUTH), must("mode"), must("starts_at"), must("ends_at"),
        must("reason"), must("standing"), must("requested_at"), must("version", WHOLE),
        CheckConstraint("starts_at < ends_at", name="window"), CheckConstraint("version >= 1", name="version"),
    )  # fmt: skip
    op.create_index(None, "work_order", ["person_id", "ends_at"])
    op.create_index(None, "work_order", ["requested_at"])
    create(
        "approval",
        key("order_id", refers="work_order.id"), key("number", WHOLE), must("approver_id", refers="person.id"), must("at"),
        UniqueConstraint("order_id", "approver_id"),
    )  # fmt: skip
