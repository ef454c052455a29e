"""Verbs of `sekisho consent`, one a file."""
