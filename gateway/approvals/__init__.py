"""Approvals: nobody alone. Who may say yes to a work order, and the desk where it is asked for, granted and refused."""
