"""Recordings: what a terminal showed and what was typed, kept before it is shown, sealed, verified, replayed (design §6)."""
