"""What can leave and what can enter under a policy, and how much at most: read off the decisions themselves, for people."""
