"""Verbs of `sekisho audit`, one a file."""
