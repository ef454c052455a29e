"""One's own account: sessions, password, codes, passkeys, recovery codes, language."""
