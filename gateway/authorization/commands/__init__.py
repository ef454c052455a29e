"""The listed commands: what an order of mode `commands` may run, read from policies/commands. Pure."""
