"""Running one listed command on the target: its path found and held, its one exec, its end."""
