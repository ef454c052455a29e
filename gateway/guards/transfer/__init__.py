"""Tripwire against file transfers inside a terminal's stream: one protocol a file, and the stage that ends the session."""

from gateway.guards.transfer.tripwire import Direction, Triggers, Tripwire

__all__ = ["Direction", "Triggers", "Tripwire"]
