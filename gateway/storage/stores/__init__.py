"""One store a port: each works on a Connection whose transaction the caller owns, so that several share one transaction.

A store maps rows to the rooms' dataclasses with one function, and back. It fits a room's Protocol by shape.
"""
