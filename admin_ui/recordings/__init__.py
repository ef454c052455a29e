"""Recordings: the list, the verdict, the replay."""
