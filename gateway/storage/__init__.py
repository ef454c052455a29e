"""The database: SQLite or PostgreSQL, spoken to from this room only.

Tables, migrations, one store a port, and reads for the office's lists. Rooms own their dataclasses; this room maps rows to
them and back, and refuses a row it does not understand by table, column and id.
"""
