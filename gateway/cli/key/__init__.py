"""Verbs of `sekisho key`, one a file."""
