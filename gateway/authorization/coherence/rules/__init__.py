"""One way in which rules undo each other a file. Each looks at a table of what may happen and yields what it finds."""
