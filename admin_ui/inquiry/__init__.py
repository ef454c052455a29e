"""照会: the pages by which auditors ask the disclosure records."""
