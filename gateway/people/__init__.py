"""People as the register takes them in: one natural person, one account (R-13). Pure rules; who may register is elsewhere."""
