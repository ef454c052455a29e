"""保全: legal holds, placed by one and lifted by two."""
