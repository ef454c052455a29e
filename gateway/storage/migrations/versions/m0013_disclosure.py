"""What was shown of whose data, whose in clear, what sessions hold in reserve, who is frozen, and what two supervisors added."""

from alembic import op
from sqlalchemy import CheckConstraint

from gateway.storage.migrations.columns import BYTES, WHOLE, create, key, may, must

revision = "0013"
down_revision = "0012"

_INDICES = (
    ("disclosure", ["person_id", "day"]), ("disclosure", ["session_id"]), ("disclosure", ["day"]),
    ("disclosed_person", ["client", "digest"]), ("disclosed_person", ["day"]),
    ("disclosure_reserve", ["person_id", "day"]), ("budget_freeze", ["person_id", "door", "released_at"]),
    ("budget_freeze", ["released_at", "since"]),
)  # fmt: skip


def upgrade() -> None:
    """All begin empty: before this step nothing was counted."""
    create(
        "disclosure",
        key("client"), key("day"), key("person_id", refers="person.id"), key("session_id", refers="session.id"),
        key("relation"), must("employer_id"), must("masked", WHOLE), must("revealed", WHOLE), must("at_most", WHOLE),
        must("withheld", WHOLE),
        CheckConstraint("masked >= 0 AND revealed >= 0 AND at_most >= 0 AND withheld >= 0", name="counts"),
    )  # fmt: skip
    create(
        "disclosed_person",
        key("person_id", refers="person.id"), key("day"), key("client"), key("digest", BYTES),
        key("session_id", refers="session.id"), CheckConstraint("length(digest) BETWEEN 16 AND 64", name="digest"),
    )  # fmt: skip
    create(
        "disclosure_reserve",
        key("session_id", refers="session.id"), key("day"), key("client"), must("person_id", refers="person.id"),
        must("kept", WHOLE), CheckConstraint("kept >= 1", name="kept"),
    )  # fmt: skip
    create(
        "budget_freeze",
        key("id"), must("person_id", refers="person.id"), must("door"), must("session_id", refers="session.id"),
        must("statement", WHOLE), must("since"), must("exceeded"), may("released_at"), may("released_by"), may("reason"),
        CheckConstraint("(released_at IS NULL) = (released_by IS NULL)", name="released"),
    )  # fmt: skip
    create(
        "budget_step",
        key("person_id", refers="person.id"), key("door"), key("day"), must("people", WHOLE), must("extra_rows", WHOLE),
        must("asked_by"), must("confirmed_by"), must("at"), must("reason"),
        CheckConstraint("people >= 0 AND extra_rows >= 0 AND asked_by <> confirmed_by", name="step"),
    )  # fmt: skip
    for table, columns in _INDICES:
        op.create_index(None, table, columns)
