"""Suspicion: rules that look at what the journal says of a person, and the table of what alarms whom in which words."""
