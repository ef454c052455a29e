"""Pages of the client companies and of their written consents."""
