"""The policy compiler: what may happen under these rules, asked of themselves; refused where two undo each other."""
