"""What a security key counted last, the authorities whose user certificates are taken, and the certificates that are not."""

from alembic import op
from sqlalchemy import CheckConstraint, Column, UniqueConstraint

from gateway.storage.migrations.columns import BYTES, WHOLE, create, key, may, must

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """A column of keys, and two tables."""
    op.add_column("ssh_key", Column("counter", WHOLE))
    create(
        "user_authority",
        key("fingerprint"), must("name"), must("blob", BYTES), must("added_at"), may("revoked_at"), UniqueConstraint("name"),
    )  # fmt: skip
    create(
        "revoked_certificate",
        key("authority", refers="user_authority.fingerprint"), key("mark"), key("value"), must("at"),
        CheckConstraint("mark IN ('serial', 'key-id')", name="mark"),
    )  # fmt: skip
