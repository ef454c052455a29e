"""Reaching a PostgreSQL target: TCP, the pinned certificate, the gateway's own log-in, and a session whose settings are pinned.

`dial` is for whoever holds a Permit, `reaching` for the gateway's own errands (a rotation, a reading of the catalogue),
`server_certificates` fetches what is to be pinned, `role` writes what a target's administrator has to grant.
"""
