"""The database door: one PostgreSQL connection from its first packet to its end. One connection is one session."""
