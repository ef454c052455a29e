"""Databases through the gate: PostgreSQL's protocol 3.0, spoken by the gateway itself to the client and to the target."""
