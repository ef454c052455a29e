"""What was shown of whose data, to whom, in which session (R-47): counts only, kept for ten years and more.

`day` is the day in Japan it counts for; `client` "" where nobody knows whose rows they were, and `relation` "" where nobody
said of which table. `estimated` are people that a shell showed masked. `employer_id` is the person's of that time: no later
change of his moves it. Counts only grow.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index

from gateway.storage.tables.columns import TEXT, WHOLE, table

DISCLOSURE = table(
    "disclosure",
    Column("client", TEXT, primary_key=True),
    Column("day", TEXT, primary_key=True),
    Column("person_id", TEXT, ForeignKey("person.id"), primary_key=True),
    Column("session_id", TEXT, ForeignKey("session.id"), primary_key=True),
    Column("relation", TEXT, primary_key=True),
    Column("employer_id", TEXT, nullable=False),
    Column("masked", WHOLE, nullable=False),
    Column("revealed", WHOLE, nullable=False),
    Column("at_most", WHOLE, nullable=False),
    Column("withheld", WHOLE, nullable=False),
    Column("estimated", WHOLE, nullable=False, server_default="0"),
    CheckConstraint("masked >= 0 AND revealed >= 0 AND at_most >= 0 AND withheld >= 0", name="counts"),
    Index(None, "person_id", "day"),
    Index(None, "day"),
    Index(None, "session_id"),
)
