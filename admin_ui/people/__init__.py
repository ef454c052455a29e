"""Accounts of people: one natural person, one account."""
