"""Work orders (作業申請): asking from a template, seeing where each one stands, withdrawing."""
