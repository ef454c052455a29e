"""Verbs of `sekisho alarm`, one a file."""
