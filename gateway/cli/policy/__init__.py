"""Verbs of `sekisho policy`, one a file."""
