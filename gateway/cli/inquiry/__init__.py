"""Verbs of `sekisho inquiry`, one a file."""
