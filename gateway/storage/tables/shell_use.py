"""How much of what nobody reads shells showed, in slots of seconds (`slot`: the moment it begins): sums only, kept for a month.

Units as gateway/guards/opaque counts them.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey

from gateway.storage.tables.columns import TEXT, WHOLE, table

SHELL_USE = table(
    "shell_use",
    Column("person_id", TEXT, ForeignKey("person.id"), primary_key=True),
    Column("day", TEXT, primary_key=True),
    Column("session_id", TEXT, ForeignKey("session.id"), primary_key=True),
    Column("slot", TEXT, primary_key=True),
    Column("opaque", WHOLE, nullable=False),
    Column("hashes", WHOLE, nullable=False),
    Column("bare_lines", WHOLE, nullable=False),
    Column("novel", WHOLE, nullable=False),
    Column("volume", WHOLE, nullable=False),
    CheckConstraint("opaque >= 0 AND hashes >= 0 AND bare_lines >= 0 AND novel >= 0 AND volume >= 0", name="amounts"),
)
