"""`ssh -J`: an SSH connection of our own inside the proved one, for a permitted target and nothing else."""
