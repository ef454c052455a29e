"""Verbs of `sekisho person`, one a file."""
