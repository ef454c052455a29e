"""Coming in and going out: password and code, passkey, recovery code, and the one-time link of a newcomer."""
