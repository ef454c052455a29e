"""What two supervisors added to a person's caps at a door for one day in Japan: once a day, which the key holds."""

from sqlalchemy import CheckConstraint, Column, ForeignKey

from gateway.storage.tables.columns import TEXT, WHOLE, table

BUDGET_STEP = table(
    "budget_step",
    Column("person_id", TEXT, ForeignKey("person.id"), primary_key=True),
    Column("door", TEXT, primary_key=True),
    Column("day", TEXT, primary_key=True),
    Column("people", WHOLE, nullable=False),
    Column("extra_rows", WHOLE, nullable=False),
    Column("asked_by", TEXT, nullable=False),
    Column("confirmed_by", TEXT, nullable=False),
    Column("at", TEXT, nullable=False),
    Column("reason", TEXT, nullable=False),
    CheckConstraint("people >= 0 AND extra_rows >= 0 AND asked_by <> confirmed_by", name="step"),
)
