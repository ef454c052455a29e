"""Pure byte filters between target and terminal: bytes in, bytes and findings out. No socket, file, clock or thread."""
