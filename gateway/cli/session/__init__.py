"""Verbs of `sekisho session`, one a file."""
