"""The schema's history: each file in `versions` is one step, written once and never edited after its release.

A step spells out what it does and imports nothing of `tables`, because tables go on changing. `schema.py` runs the steps;
a test compares what they make with what the tables say, on both engines.
"""
