"""Risk register rows of targets, readings and contacts of clients, written consents to sub-outsourcing."""

from alembic import op
from sqlalchemy import CheckConstraint

from gateway.storage.migrations.columns import BYTES, WHOLE, create, key, may, must

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """A target that existed has no row in the risk register; an employer that is no processor has no consent yet."""
    for column in ("risk_owner", "risk_importance", "risk", "risk_measure", "risk_review_on"):
        op.add_column("target", may(column))
    op.add_column("target", may("risk_people", WHOLE))
    for column in ("kana", "contact"):
        op.add_column("client", may(column))
    create(
        "consent",
        key("id"), must("client_id", refers="client.id"), must("employer_id", refers="employer.id"), must("memorandum"),
        must("dated"), must("scope"), must("valid_from"), must("valid_until"), must("document"), must("sha256", BYTES),
        must("registered_by"), must("registered_at"), may("ended_at"), may("ended_by"), may("end_reason"),
        CheckConstraint("valid_from <= valid_until", name="days"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended"),
    )  # fmt: skip
    op.create_index("ix_consent_employer_id_client_id", "consent", ["employer_id", "client_id"])
    op.create_index("ix_consent_client_id", "consent", ["client_id"])
