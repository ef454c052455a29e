"""Who saw how many people of which client, and whether more may be shown (R-06): counting, caps and digests, all pure."""
