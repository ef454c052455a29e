"""写しの台帳: the register of copies, for auditors."""
