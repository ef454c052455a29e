"""Employers, clients, people, credentials, keys, terminals."""

from alembic import op
from sqlalchemy import CheckConstraint, UniqueConstraint

from gateway.storage.migrations.columns import BYTES, WHOLE, create, key, may, must

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of the office's people and machines."""
    create("employer", key("id"), must("name"), must("kind"))
    create("client", key("id"), must("name"))
    create(
        "person",
        key("id"), must("username"), must("name_sealed", BYTES), must("kana_sealed", BYTES), must("number_sealed", BYTES),
        must("number_digest", BYTES), must("employer_id", refers="employer.id"), must("engagement"), may("agency"),
        must("contract_end"), must("roles"), must("language"), must("standing"), must("version", WHOLE),
        CheckConstraint("version >= 1", name="version"), UniqueConstraint("username"), UniqueConstraint("number_digest"),
    )  # fmt: skip
    create("credential", key("person_id", refers="person.id"), key("kind"), must("sealed", BYTES))
    create(
        "ssh_key",
        key("fingerprint"), must("blob", BYTES), must("kind"), must("owner_id"), must("comment"), must("added_at"),
        may("revoked_at"),
    )  # fmt: skip
    op.create_index(None, "ssh_key", ["owner_id"])
    create("terminal", key("id"), must("name"), must("site"), must("owner"), must("standing"), UniqueConstraint("name"))
