"""Verbs of `sekisho order`, one a file."""
