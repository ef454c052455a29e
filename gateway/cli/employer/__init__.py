"""Verbs of `sekisho employer`, one a file."""
