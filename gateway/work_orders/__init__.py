"""Work orders (作業申請): who may work on which targets, for which clients, why, and when. Nothing else opens a door."""
