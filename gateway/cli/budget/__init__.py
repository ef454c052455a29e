"""Verbs of `sekisho budget`, one a file."""
