"""Maintenance terminals: what may knock at the door at all."""
