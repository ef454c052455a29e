"""The door: accepts, forks, speaks SSH, and decides nothing. What it hears goes to authentication, admission and relay."""
