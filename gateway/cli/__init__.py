"""The command line: one verb a file, loaded when it is asked for. Exit status 0 holds or done, 1 does not hold, 2 not checked."""
