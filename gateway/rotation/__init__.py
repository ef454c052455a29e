"""Changing a target's vaulted password after use (R-14): what is due, the walk, and how each kind of target is changed."""
