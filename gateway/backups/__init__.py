"""Backups: sealed copies of everything a gateway is, which open only with the shares of two custodians."""
