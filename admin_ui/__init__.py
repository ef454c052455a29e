"""The office in the browser: accounts, orders, approvals, sessions, recordings, journal.

It decides nothing and writes nothing: who somebody is says the keeper, what may be done says one table (`permissions`) and again
the registrar, and every change goes through the registrar with its event in one transaction.
"""
