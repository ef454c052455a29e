"""Changes that wait for a second administrator, or had one."""
