"""Verbs of `sekisho host-key`, one a file."""
