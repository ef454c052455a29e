"""The one writer of a node: journal, leases, sessions and the office's tables, in one transaction with their events."""
