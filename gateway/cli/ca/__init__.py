"""Verbs of `sekisho ca`, one a file."""
