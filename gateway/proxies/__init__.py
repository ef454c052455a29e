"""Balancers in front of a door: whose word about a client's address is believed, and how they say it. Pure."""
