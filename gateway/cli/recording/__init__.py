"""Verbs of `sekisho recording`, one a file."""
