"""Labelled text: synthetic personal data as terminals print it, ordinary output without it, and real text of this machine."""
