"""Sekisho's gateway: rooms named after the words of the field; `docs/architecture.md` is the map."""
