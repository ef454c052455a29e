"""Figures and health: what the processes know of themselves, as numbers, for whoever looks after the machine. Nobody's name."""
