"""What else is known of people, terminals and employers."""

from alembic import op
from sqlalchemy import Column

from gateway.storage.migrations.columns import BYTES, TEXT, may

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """A terminal that existed is an ordinary one; nobody has a mail address yet."""
    op.add_column("person", may("mail_sealed", BYTES))
    for column in ("trained_on", "oath_on"):
        op.add_column("person", may(column))
    for column in ("contract_number", "contract_start", "contract_end"):
        op.add_column("employer", may(column))
    op.add_column("terminal", Column("kind", TEXT, nullable=False, server_default="ordinary"))
    op.add_column("terminal", may("certificate", BYTES))
    op.add_column("terminal", may("certificate_digest"))
    op.create_index(None, "terminal", ["certificate_digest"], unique=True)
    op.create_index(None, "person", ["employer_id"])
