"""How a session stands while it runs: running, paused or frozen, why, and how many people it was shown."""

from sqlalchemy import CheckConstraint

from gateway.storage.migrations.columns import WHOLE, create, key, may, must

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Begins empty: no session outlives the change of a version."""
    create(
        "session_standing",
        key("session_id", refers="session.id"), must("course"), may("why"), may("since"), may("ends_at"), may("frozen_by"),
        must("used", WHOLE), must("ceiling", WHOLE), must("people", WHOLE), may("people_cap", WHOLE),
        CheckConstraint("used >= 0 AND ceiling >= 0 AND people >= 0", name="counts"),
    )  # fmt: skip
