"""Verbs of `sekisho copy`, one a file."""
