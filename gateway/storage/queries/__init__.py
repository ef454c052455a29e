"""Reads for the office's lists: plain frozen results, bounded, newest first. Nothing here is ever written back."""
