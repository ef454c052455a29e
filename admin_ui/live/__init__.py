"""Standing by running sessions."""
