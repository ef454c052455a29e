"""`sekisho client canary`: people who do not exist, whose being shown is an alarm."""
