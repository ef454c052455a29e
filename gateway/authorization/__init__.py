"""May this person, from this terminal, do this on this target now? A Permit with obligations, or a Refusal with reasons."""
