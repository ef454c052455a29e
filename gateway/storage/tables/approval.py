"""Approvals of work orders, in the order they were given; nobody stands twice under one order (R-26).

`seconds` are those between opening the order's page and approving; empty where nobody measured them.
"""

from sqlalchemy import Column, ForeignKey, Index, UniqueConstraint

from gateway.storage.tables.columns import TEXT, WHOLE, table

APPROVAL = table(
    "approval",
    Column("order_id", TEXT, ForeignKey("work_order.id"), primary_key=True),
    Column("number", WHOLE, primary_key=True),
    Column("approver_id", TEXT, ForeignKey("person.id"), nullable=False),
    Column("at", TEXT, nullable=False),
    Column("seconds", WHOLE),
    UniqueConstraint("order_id", "approver_id"),
    Index(None, "at"),
    Index(None, "approver_id", "at"),
)
