"""`sekisho node`: several nodes on one PostgreSQL database."""
