"""The journal: search, one entry with its proof, the state of its verification."""
