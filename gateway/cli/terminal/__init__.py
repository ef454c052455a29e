"""Verbs of `sekisho terminal`, one a file."""
