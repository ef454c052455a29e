"""What a command says, as plain text in bounded memory, and read page by page."""
