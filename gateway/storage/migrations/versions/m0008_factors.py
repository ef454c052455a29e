"""Enrolment by one-time link, recovery codes, passkeys and what passkeys are asked to sign."""

from alembic import op
from sqlalchemy import CheckConstraint, UniqueConstraint

from gateway.storage.migrations.columns import BYTES, WHOLE, create, key, may, must

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Four tables; nobody has a link, a recovery code or a passkey yet."""
    create(
        "enrolment",
        key("person_id", refers="person.id"), must("digest", BYTES), must("issued_by"), must("issued_at"),
        must("expires_at"), may("used_at"), UniqueConstraint("digest"),
    )  # fmt: skip
    create(
        "recovery_code",
        key("person_id", refers="person.id"), key("digest", BYTES), must("made_at"), may("used_at"),
    )  # fmt: skip
    create(
        "passkey",
        key("credential_id", BYTES), must("person_id", refers="person.id"), must("sealed", BYTES), must("name"),
        must("sign_count", WHOLE), must("made_at"), may("used_at"),
        CheckConstraint("sign_count >= 0", name="sign_count"),
    )  # fmt: skip
    create(
        "web_challenge",
        key("digest", BYTES), must("purpose"), may("person_id"), must("expires_at"), may("used_at"),
    )  # fmt: skip
    op.create_index(None, "passkey", ["person_id"])
    op.create_index(None, "web_challenge", ["expires_at"])
