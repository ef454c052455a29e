"""Where the change of a target's vaulted password stands (R-14). `reason` is why it is due, `failed` why it was given up.

`prepared_at` is set exactly while `target_secret.pending` is: nobody opens a session on the target meanwhile.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey

from gateway.storage.tables.columns import TEXT, WHOLE, table

ROTATION = table(
    "rotation",
    Column("target_id", TEXT, ForeignKey("target.id"), primary_key=True),
    Column("reason", TEXT),
    Column("prepared_at", TEXT),
    Column("tries", WHOLE, nullable=False),
    Column("not_before", TEXT),
    Column("failed", TEXT),
    Column("done_at", TEXT),
    CheckConstraint("tries >= 0", name="tries"),
)
