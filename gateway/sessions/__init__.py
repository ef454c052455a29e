"""One person's channel to one target, from the admission to the end: its facts and its life."""
