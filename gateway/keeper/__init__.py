"""The keeper: holds every private key and secret, answers a table of requests, and hands out none of what it holds."""
