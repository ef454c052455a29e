"""Verbs of `sekisho hold`, one a file."""
