"""Primitives and certificates: the only room that imports `cryptography`. Nothing here: a reader pays per file."""
