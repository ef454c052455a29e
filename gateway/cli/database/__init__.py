"""`sekisho database`: what the server of our own records lets whom do."""
