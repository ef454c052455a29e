"""`sekisho custody`: the master key in the hands of two or more custodians."""
