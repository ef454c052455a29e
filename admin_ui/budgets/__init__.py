"""Disclosure budgets: who has how much left of whose data, who is frozen, release and raise (R-06)."""
