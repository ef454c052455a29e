"""The codec of PostgreSQL's frontend/backend protocol 3.0 (documentation, chapter "Frontend/Backend Protocol"). Pure, sans-IO.

`opening` reads what comes before the log-in, `frames` cuts a stream into messages, `tables` says which messages there are,
`conversation` says which may come when and to which description a row belongs, `target_login` and `scram` log in to a target.
Bytes in, values and bytes out: no file here knows a socket, a clock or a thread.
"""
