"""Verbs of `sekisho target`, one a file."""
