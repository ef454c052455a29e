"""Approvals: what waits for a supervisor, one page an order that fits a phone, and the approvals auditors look at."""
