"""Words every room shares: people, terminals, targets, time, identifiers, secrets, outcomes. No I/O but the clock's."""
