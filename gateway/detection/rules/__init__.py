"""One suspicion a file. Pure: moments and counts in, an answer out."""
