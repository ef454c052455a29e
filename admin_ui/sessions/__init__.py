"""Running and ended sessions, and cutting one."""
