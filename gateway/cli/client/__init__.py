"""Verbs of `sekisho client`, one a file."""
