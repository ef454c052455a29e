"""Verbs of `sekisho change`, one a file: what one administrator asked for and another confirms."""
