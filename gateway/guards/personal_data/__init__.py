"""Finding personal data: one kind a file, pure; what a file holds and how many people that is."""
