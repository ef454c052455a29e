"""The command gate: one listed command at a time, on the target, without a shell in between."""
